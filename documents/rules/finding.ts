/** What a rule found. `passed` is told too: a reviewer sees what was checked. */
export interface Finding {
  /** Stable code, e.g. `invoice.sums` */
  readonly rule: string;
  /** The standard or alliance rule it rests on, see documents/README.md; null for a file that can't be read at all. */
  readonly article: string | null;
  /** Path in the application's form, or `documents.eInvoice`, `payer.creditCode`, `payee.creditCode` */
  readonly field: string;
  /** A warning is for the reviewer to weigh; a refusal sends the application back. */
  readonly outcome: 'passed' | 'warned' | 'refused';
  /** Figures and texts of the case, for the reader's sentence. Fen are exact JSON integers. */
  readonly params: FindingParams;
}

export type FindingParams = Readonly<Record<string, string | number | null>>;

export interface Rule {
  readonly rule: string;
  readonly article: string;
  readonly field: string;
  readonly ifBroken: 'warned' | 'refused';
}

export function judge({ rule, article, field, ifBroken }: Rule, holds: boolean, params: FindingParams = {}): Finding {
  return { rule, article, field, outcome: holds ? 'passed' : ifBroken, params };
}

/** Fen as they stand in `params`. */
export const fenParam = (fen: bigint | null) => (fen === null ? null : Number(fen));
