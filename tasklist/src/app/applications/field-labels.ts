import { inject, Injectable } from '@angular/core';
import { TranslocoService } from '@jsverse/transloco';
import { fieldOf } from '../forms/yuan-fields.ts';
import { LanguageStore } from '../language/language-store.ts';

const known = new Set([
  'proposal.title',
  'proposal.purpose',
  'proposal.projectId',
  'contract.number',
  'contract.amountFen',
  'contract.signedOn',
  'invoice.number',
  'invoice.amountFen',
  'invoice.issuedOn',
  'amountFen',
  'purpose',
  'creditor.name',
  'creditor.account',
  'creditor.bank',
  'payer.creditCode',
  'payee.creditCode',
  'files',
  'documents',
]);

const documentKinds = new Set(['proposal', 'contract', 'invoice', 'eInvoice', 'supplement', 'statement']);

/** Names of an application's fields in the reader's language. */
@Injectable({ providedIn: 'root' })
export class FieldLabels {
  readonly #transloco = inject(TranslocoService);
  readonly #language = inject(LanguageStore).language;

  /** The name of a field, given as the API or as a form names it; one that an admin added keeps the label it came with. */
  labelOf(field: string, fallback = field): string {
    const name = fieldOf(field);
    const kind = /^documents\.(\w+)$/.exec(name)?.[1];
    if (kind && documentKinds.has(kind)) return this.#transloco.translate(`documentKind.${kind}`, {}, this.#language());
    return known.has(name) ? this.#transloco.translate(`field.${name}`, {}, this.#language()) : fallback;
  }
}
