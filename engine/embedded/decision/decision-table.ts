export type HitPolicy = 'UNIQUE' | 'FIRST';
export type InputType = 'string' | 'number' | 'boolean';

export interface DecisionInput {
  readonly label: string;
  readonly expression: string;
  readonly type: InputType | null;
}

export interface DecisionRule {
  /** Unary tests, one per input; an empty text matches anything. */
  readonly tests: readonly string[];
  /** FEEL expressions, one per output. */
  readonly outputs: readonly string[];
}

/** A checked decision table, ready to evaluate. */
export interface DecisionTable {
  readonly decisionId: string;
  readonly name: string;
  readonly versionTag: string | null;
  readonly hitPolicy: HitPolicy;
  readonly inputs: readonly DecisionInput[];
  readonly outputNames: readonly string[];
  readonly rules: readonly DecisionRule[];
}
