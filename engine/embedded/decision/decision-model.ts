export type HitPolicy = 'UNIQUE' | 'FIRST' | 'ANY' | 'PRIORITY' | 'RULE ORDER' | 'OUTPUT ORDER' | 'COLLECT';
export type Aggregation = 'SUM' | 'COUNT' | 'MIN' | 'MAX';

export interface TableInput {
  readonly inputId: string;
  /** The label, else the expression. */
  readonly inputName: string;
  readonly expression: string;
}

export interface TableOutput {
  readonly outputId: string;
  /** The label, else the name. */
  readonly outputName: string;
  /** The key in the result where there are several outputs. */
  readonly name: string;
  /** FEEL expressions, the most important first; for PRIORITY and OUTPUT ORDER. */
  readonly values: readonly string[];
  /** A FEEL expression; what the output is where no rule matches. */
  readonly defaultEntry: string | null;
}

export interface TableRule {
  readonly ruleId: string;
  /** Unary tests, one per input; an empty text matches anything. */
  readonly tests: readonly string[];
  /** FEEL expressions, one per output. */
  readonly outputs: readonly string[];
}

/** A checked decision table. */
export interface DecisionTable {
  readonly kind: 'table';
  readonly hitPolicy: HitPolicy;
  readonly aggregation: Aggregation | null;
  readonly inputs: readonly TableInput[];
  readonly outputs: readonly TableOutput[];
  readonly rules: readonly TableRule[];
}

/** What a decision, a business knowledge model or a part of one computes: DMN's boxed expressions. */
export type Logic =
  | DecisionTable
  | { readonly kind: 'literal'; readonly expression: string }
  | { readonly kind: 'context'; readonly entries: readonly { readonly name: string | null; readonly value: Logic }[] }
  | { readonly kind: 'list'; readonly elements: readonly Logic[] }
  | { readonly kind: 'relation'; readonly columns: readonly string[]; readonly rows: readonly (readonly Logic[])[] }
  | { readonly kind: 'invocation'; readonly called: string; readonly bindings: readonly { readonly name: string; readonly value: Logic }[] }
  | { readonly kind: 'function'; readonly parameters: readonly string[]; readonly body: Logic };

/** Zeebe's word for the kind of a decision's logic. */
export type DecisionType = 'DECISION_TABLE' | 'LITERAL_EXPRESSION' | 'CONTEXT' | 'LIST' | 'RELATION' | 'INVOCATION' | 'FUNCTION';

export const decisionTypes: Readonly<Record<Logic['kind'], DecisionType>> = {
  table: 'DECISION_TABLE', literal: 'LITERAL_EXPRESSION', context: 'CONTEXT', list: 'LIST', relation: 'RELATION', invocation: 'INVOCATION', function: 'FUNCTION',
};

/** A business knowledge model: a function that decisions may call. */
export interface BusinessKnowledge {
  readonly knowledgeId: string;
  readonly name: string;
  /** The name that expressions call it by. */
  readonly variable: string;
  readonly logic: Extract<Logic, { kind: 'function' }>;
  readonly knowledgeIds: readonly string[];
}

export interface Decision {
  readonly decisionId: string;
  readonly name: string;
  readonly versionTag: string | null;
  /** The name under which decisions that require this one see its result. */
  readonly variable: string;
  readonly logic: Logic;
  readonly decisionIds: readonly string[];
  readonly knowledgeIds: readonly string[];
  readonly requirements: DecisionRequirements;
}

/** A DMN file: decisions and what they require of one another, without a cycle. */
export interface DecisionRequirements {
  readonly requirementsId: string;
  readonly name: string;
  readonly decisions: ReadonlyMap<string, Decision>;
  readonly knowledge: ReadonlyMap<string, BusinessKnowledge>;
}
