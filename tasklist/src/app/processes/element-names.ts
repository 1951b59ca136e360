import { inject, Injectable } from '@angular/core';
import { TranslocoService } from '@jsverse/transloco';
import { LanguageStore } from '../language/language-store.ts';

/** Names of the steps in the models we ship. The models speak Chinese; a redrawn step keeps the name its admin gave it. */
const known = new Set([
  'applicationSubmitted',
  'validateDocuments',
  'review',
  'correct',
  'supply',
  'holdPayout',
  'payoutLimit',
  'approvePayout',
  'approvePayoutSecond',
  'voidPayout',
  'transferTokens',
  'confirmReceipt',
  'anchorState',
  'applicationPaid',
  'matchDeposit',
  'consult',
  'setAsideOperating',
  'operatingRatio',
  'answerDispute',
  'payout',
  'receipt',
  'supplementaryMaterial',
  'confirmMatch',
  'mintTokens',
  'redemptionOrdered',
  'holdRedemption',
  'receiveOrder',
  'instructBank',
  'checkPayment',
  'burnTokens',
  'releaseTokens',
  'redeemed',
]);

@Injectable({ providedIn: 'root' })
export class ElementNames {
  readonly #transloco = inject(TranslocoService);
  readonly #language = inject(LanguageStore).language;

  /** The model's own name in Chinese; a translation of it for a reader of English. */
  nameOf(elementId: string, modelName: string): string {
    if (this.#language() === 'zh-CN' && modelName) return modelName;
    return known.has(elementId) ? this.#transloco.translate(`element.${elementId}`, {}, this.#language()) : modelName || elementId;
  }
}
