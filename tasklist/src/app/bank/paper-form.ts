import { computed, signal } from '@angular/core';
import type { BankPaper } from '../../api/models/bank-paper';
import { yuanToFen } from '../format/fen.ts';
import { formatDay } from '../format/time.ts';
import { reasonCodes } from './reason-codes.ts';

export type PaperKind = BankPaper['kind'];
export const paperKinds: readonly PaperKind[] = ['deposit', 'payment', 'statement'];

/** A line of a statement as it is typed. */
export interface LineText {
  kind: 'deposit' | 'payment';
  id: string;
  yuan: string;
}

const emptyLine = (): LineText => ({ kind: 'deposit', id: '', yuan: '' });
const fenOf = (text: string): number | undefined => (/^0+(\.0{1,2})?$/.test(text.trim()) ? 0 : (yuanToFen(text) ?? undefined));

/** What somebody reads off a paper of the bank's, field by field, and the paper that it comes to. */
export class PaperForm {
  readonly kind = signal<PaperKind>('deposit');
  readonly text = signal<Readonly<Record<string, string>>>({ valueDate: formatDay(new Date().toISOString()), outcome: 'paid', reasonCode: reasonCodes[1] });
  readonly lines = signal<readonly LineText[]>([]);

  set(field: string, value: string): void {
    this.text.update((before) => ({ ...before, [field]: value }));
  }

  get(field: string): string {
    return this.text()[field] ?? '';
  }

  addLine(): void {
    this.lines.update((lines) => [...lines, emptyLine()]);
  }

  setLine(index: number, change: Partial<LineText>): void {
    this.lines.update((lines) => lines.map((line, each) => (each === index ? { ...line, ...change } : line)));
  }

  removeLine(index: number): void {
    this.lines.update((lines) => lines.filter((_, each) => each !== index));
  }

  fen(field: string): number | undefined {
    return fenOf(this.get(field));
  }

  /** Undefined while something is missing. */
  readonly paper = computed((): BankPaper | undefined => {
    switch (this.kind()) {
      case 'deposit': return this.#deposit();
      case 'payment': return this.#payment();
      case 'statement': return this.#statement();
    }
  });

  #deposit(): BankPaper | undefined {
    const [adviceId, reference, amountFen, valueDate] = [this.get('adviceId').trim(), this.get('reference').trim(), this.fen('yuan'), this.get('valueDate')];
    if (!adviceId || !reference || !amountFen || !valueDate) return undefined;
    return { kind: 'deposit', adviceId, reference, amountFen, valueDate, debtorName: this.get('debtorName').trim() || null };
  }

  #payment(): BankPaper | undefined {
    const [adviceId, paymentId, amountFen, valueDate] = [this.get('adviceId').trim(), this.get('paymentId').trim(), this.fen('yuan'), this.get('valueDate')];
    if (!adviceId || !paymentId || !amountFen || !valueDate) return undefined;
    const outcome = this.get('outcome') === 'refused' ? 'refused' : 'paid';
    return { kind: 'payment', adviceId, paymentId, outcome, amountFen, valueDate, reasonCode: outcome === 'refused' ? this.get('reasonCode') : null };
  }

  #statement(): BankPaper | undefined {
    const [day, openingFen, closingFen] = [this.get('valueDate'), this.fen('openingYuan'), this.fen('closingYuan')];
    const lines = this.lines().map(({ kind, id, yuan }) => ({ kind, id: id.trim(), amountFen: fenOf(yuan) ?? 0 }));
    if (!day || openingFen === undefined || closingFen === undefined || lines.some(({ id, amountFen }) => !id || amountFen === 0)) return undefined;
    return { kind: 'statement', day, openingFen, closingFen, lines };
  }
}
