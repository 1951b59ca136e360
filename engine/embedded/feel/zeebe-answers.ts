import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonValue, Variables } from '@gbc/engine';

/** What an expression gives: a value, a failure when it runs, or a refusal at deployment. */
export type Answer = { readonly value: JsonValue } | 'fails' | 'refused';

export interface ComparedExpression {
  readonly expression: string;
  readonly zeebe: Answer;
  /** Where this engine answers otherwise, what and why. */
  readonly here?: Answer;
  readonly why?: string;
}

/** Expressions with what Zeebe answers to each, seen on its own engine. */
export interface ZeebeAnswers {
  readonly zeebe: string;
  readonly variables: Variables;
  readonly answers: readonly ComparedExpression[];
}

/** The comparison of FEEL here and in Zeebe, held on both sides by tests. */
export function readZeebeAnswers(): ZeebeAnswers {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'zeebe-answers.json'), 'utf8')) as ZeebeAnswers;
}
