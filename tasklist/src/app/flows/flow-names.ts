import { inject, Injectable } from '@angular/core';
import { TranslocoService } from '@jsverse/transloco';
import type { MoneyPicture } from '../../api/models/money-picture';
import { LanguageStore } from '../language/language-store.ts';
import { ReferenceStore } from '../reference/reference-store.ts';
import type { FlowNode } from './flow-graph.ts';

/** What a place of the picture is called in the reader's language. */
@Injectable({ providedIn: 'root' })
export class FlowNames {
  readonly #reference = inject(ReferenceStore);
  readonly #transloco = inject(TranslocoService);
  readonly #language = inject(LanguageStore).language;

  nodeName({ id, stage, organisationId, adviceId, isOperating, count }: FlowNode, picture: MoneyPicture): string {
    if (id.startsWith('others:')) return this.#words('flow.others', { count });
    if (stage === 'deposit') return this.depositName(adviceId, picture);
    if (stage === 'redeemed') return this.#words('flow.redeemed');
    const name = this.#reference.organisationName(organisationId);
    return isOperating ? this.#words('flow.operatingOf', { name }) : name;
  }

  /** An account of the picture by its id. */
  accountName(accountId: string, picture: MoneyPicture): string {
    const account = picture.accounts.find((it) => it.accountId === accountId);
    if (account?.kind === 'custody') return this.#words('flow.redeemed');
    const name = this.#reference.organisationName(account?.organisationId ?? accountId);
    return account?.kind === 'operating' ? this.#words('flow.operatingOf', { name }) : name;
  }

  /** A deposit by its value date and the reference that the bank's advice names. */
  depositName(adviceId: string | null, picture: MoneyPicture): string {
    const deposit = picture.deposits.find((it) => it.adviceId === adviceId);
    return `${deposit?.valueDate ?? ''} ${deposit?.reference ?? adviceId ?? ''}`.trim();
  }

  #words(key: string, values: Record<string, unknown> = {}): string {
    return this.#transloco.translate(key, values, this.#language());
  }
}
