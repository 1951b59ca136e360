import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { JsonValue } from '@gbc/engine';
import type { DecisionRequirements } from '../decision/decision-model.ts';
import { evaluateDecisionModel } from '../decision/evaluate-decision.ts';
import { readDmn } from '../decision/read-dmn.ts';
import { toJsonValue } from '../feel/json-value.ts';
import type { TckCase } from './read-cases.ts';

export interface CaseResult {
  readonly id: string;
  readonly level: string;
  /** Null where the case passed. */
  readonly reason: string | null;
}

type Model = DecisionRequirements | { readonly refusal: string };

const decisionElement = /<((?:\w+:)?decision)\s[^>]*?(?:\/>|>[\s\S]*?<\/\1>)/g;

/** The text without one decision. */
function without(xml: string, decisionId: string): string {
  return xml.replace(decisionElement, (element) => {
    const tag = element.slice(0, element.indexOf('>'));
    return tag.includes(` id="${decisionId}"`) || tag.includes(` name="${decisionId}"`) ? '' : element;
  });
}

/**
 * Reads a model. The kit puts hundreds of unrelated decisions into one, so what is refused is taken out and the others are
 * judged; the engine itself would refuse the file.
 */
async function readModel(path: string): Promise<{ model: Model; refusals: ReadonlyMap<string, string> }> {
  const refusals = new Map<string, string>();
  let xml = readFileSync(path, 'utf8');
  for (;;) {
    try {
      return { model: await readDmn(basename(path), xml), refusals };
    } catch (error) {
      const { message } = error as Error;
      const decisionId = /: decision '([^']+)': /.exec(message)?.[1];
      const rest = decisionId === undefined ? xml : without(xml, decisionId);
      if (decisionId === undefined || rest === xml) return { model: { refusal: message }, refusals };
      refusals.set(decisionId, message);
      xml = rest;
    }
  }
}

const isSame = (a: number, b: number) => Math.abs(a - b) <= 1e-8 * Math.max(1, Math.abs(a), Math.abs(b));

/** Numbers count as equal to eight places: the kit writes out decimals of 34 digits. */
function equals(actual: JsonValue | undefined, expected: JsonValue | undefined): boolean {
  if (typeof actual === 'number' && typeof expected === 'number') return isSame(actual, expected);
  if (typeof actual !== 'object' || typeof expected !== 'object' || actual === null || expected === null) return actual === expected;
  if (Array.isArray(actual) !== Array.isArray(expected)) return false;
  const entriesOf = (value: object) => value as Readonly<Record<string, JsonValue>>;
  const names = Object.keys(actual);
  return names.length === Object.keys(expected).length && names.every((name) => name in expected && equals(entriesOf(actual)[name], entriesOf(expected)[name]));
}

const short = (value: JsonValue) => {
  const text = JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
};

/** Runs cases; a model is read once. */
export class CaseRunner {
  readonly #models = new Map<string, ReturnType<typeof readModel>>();
  readonly #now: Date;

  constructor(now: Date) {
    this.#now = now;
  }

  async run(tckCase: TckCase): Promise<CaseResult> {
    const { id, level } = tckCase;
    return { id, level, reason: await this.#difference(tckCase) };
  }

  #model(path: string): ReturnType<typeof readModel> {
    const known = this.#models.get(path);
    if (known) return known;
    const model = readModel(path);
    this.#models.set(path, model);
    return model;
  }

  async #difference({ modelPath, decisionName, inputs, expected, expectsError, invocable }: TckCase): Promise<string | null> {
    if (invocable !== null) return 'decision services and functions can\'t be called from outside';
    const { model, refusals } = await this.#model(modelPath);
    if ('refusal' in model) return `refused: ${model.refusal}`;
    const decision = Array.from(model.decisions.values()).find(({ name }) => name === decisionName);
    if (!decision) return `refused, or no such decision: ${Array.from(refusals.values()).join('; ').slice(0, 300)}`;
    const { output, failure } = evaluateDecisionModel(decision, { variables: inputs, now: this.#now });
    if (expectsError) return output === null ? null : `expected an error or null, got ${short(output)}`;
    if (failure) return expected === null ? null : failure.message;
    const wanted = toJsonValue(expected);
    return equals(output, wanted) ? null : `expected ${short(wanted)}, got ${short(output)}`;
  }
}
