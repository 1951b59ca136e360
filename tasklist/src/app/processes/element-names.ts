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
  'documentsValid',
  'reviewOutcome',
  'payoutOutcome',
  'secondPayoutOutcome',
  'secondApproverNeeded',
  'receiptOutcome',
  'orderOutcome',
  'matchOutcome',
  'payoutRequested',
  'payoutMade',
  'payoutReturned',
  'holdRefused',
  'transferRefused',
  'paymentArrived',
  'receiptConfirmed',
  'setAsideRefused',
  'bankAnswer',
  'bankAnswered',
  'bankAnsweredLate',
  'bankSilent',
  'paymentRefused',
  'paymentUnclear',
  'depositAdvised',
  'depositParked',
  'parked',
  'matchRejected',
  'mintRefused',
  'notMinted',
  'tokensMinted',
  'materialRequested',
  'materialSupplied',
  'correctionProposed',
  'confirmCorrection',
  'correctTransfer',
]);

/** Steps that each task has of its own, named after it: its deadline, what reminds and what is told when it is late. */
const families: readonly (readonly [ids: RegExp, name: string])[] = [
  [/Deadline$/, 'deadline'],
  [/^escalate.+Done$/, 'escalated'],
  [/^escalate./, 'escalate'],
  [/^remind.+Done$/, 'reminded'],
  [/^remind./, 'remind'],
  [/.Overdue$/, 'daily'],
  [/.Late$/, 'late'],
];

function keyOf(elementId: string): string | undefined {
  return known.has(elementId) ? elementId : families.find(([ids]) => ids.test(elementId))?.[1];
}

@Injectable({ providedIn: 'root' })
export class ElementNames {
  readonly #transloco = inject(TranslocoService);
  readonly #language = inject(LanguageStore).language;

  /** The model's own name in Chinese; a translation of it for a reader of English. */
  nameOf(elementId: string, modelName: string): string {
    if (this.#language() === 'zh-CN' && modelName) return modelName;
    const key = keyOf(elementId);
    return key ? this.#transloco.translate(`element.${key}`, {}, this.#language()) : modelName || elementId;
  }
}
