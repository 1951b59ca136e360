import { FeelFunction } from 'feelin';
import type { JsonValue } from '@gbc/engine';
import type { FeelScope } from '../feel/evaluate.ts';
import { toJsonValue } from '../feel/json-value.ts';
import { withinLimits } from '../feel/limits.ts';
import { type BusinessKnowledge, type Decision, type DecisionRequirements, type DecisionType, decisionTypes, type Logic } from './decision-model.ts';
import { attempt, DecisionError, evaluateEntry } from './evaluate-entry.ts';
import { type EvaluatedInput, evaluateTable, type MatchedRule, type TableTrace } from './evaluate-table.ts';

/** A decision or business knowledge model that was evaluated on the way. */
export interface EvaluatedDecision {
  readonly decisionId: string;
  readonly decisionName: string;
  readonly decisionType: DecisionType;
  /** False for a business knowledge model, which has no key or version of its own. */
  readonly isDecision: boolean;
  readonly output: JsonValue;
  readonly inputs: readonly EvaluatedInput[];
  readonly matchedRules: readonly MatchedRule[];
}

export interface DecisionResult {
  /** Null where it failed. */
  readonly output: JsonValue;
  /** In the order in which they were evaluated: what is required comes before what requires it. */
  readonly evaluatedDecisions: readonly EvaluatedDecision[];
  readonly failure: { readonly decisionId: string; readonly message: string } | null;
}

/** One evaluation of a decision with all that it requires. */
class Evaluation {
  readonly evaluated: EvaluatedDecision[] = [];
  failedDecisionId: string | null = null;
  readonly #results = new Map<string, unknown>();
  readonly #requirements: DecisionRequirements;
  readonly #scope: FeelScope;

  constructor(requirements: DecisionRequirements, scope: FeelScope) {
    this.#requirements = requirements;
    this.#scope = scope;
  }

  decide(decisionId: string): unknown {
    if (this.#results.has(decisionId)) return this.#results.get(decisionId);
    const decision = this.#requirements.decisions.get(decisionId) as Decision;
    const required = decision.decisionIds.map((id) => [(this.#requirements.decisions.get(id) as Decision).variable, this.decide(id)] as const);
    const variables = { ...this.#scope.variables, ...Object.fromEntries(required), ...this.#functions(decision.knowledgeIds) };
    const value = this.#traced(decision.decisionId, decision, true, (trace) => this.#evaluate(decision.logic, variables, trace));
    this.#results.set(decisionId, value);
    return value;
  }

  /** Evaluates one decision and notes how, also where it fails. */
  #traced(decisionId: string, { name, logic }: { readonly name: string; readonly logic: Logic }, isDecision: boolean, work: (trace: TableTrace) => unknown): unknown {
    const trace: TableTrace = { inputs: [], matchedRules: [] };
    const note = (output: JsonValue, kind: Logic['kind']) =>
      this.evaluated.push({ decisionId, decisionName: name, decisionType: decisionTypes[kind], isDecision, output, ...trace });
    const { kind } = !isDecision && logic.kind === 'function' ? logic.body : logic;
    try {
      const value = work(trace);
      note(attempt(name, () => toJsonValue(value)), kind);
      return value;
    } catch (error) {
      if (isDecision) this.failedDecisionId ??= decisionId;
      note(null, kind);
      throw error;
    }
  }

  #functions(knowledgeIds: readonly string[]): Record<string, unknown> {
    return Object.fromEntries(knowledgeIds.map((id) => {
      const knowledge = this.#requirements.knowledge.get(id) as BusinessKnowledge;
      return [knowledge.variable, this.#function(knowledge)];
    }));
  }

  #function(knowledge: BusinessKnowledge): FeelFunction {
    const { parameters, body } = knowledge.logic;
    return new FeelFunction((...args: unknown[]) => {
      const given = Object.fromEntries(parameters.map((name, index) => [name, args[index] ?? null]));
      const variables = { ...this.#functions(knowledge.knowledgeIds), ...given };
      return this.#traced(knowledge.knowledgeId, knowledge, false, (trace) => this.#evaluate(body, variables, trace));
    }, [...parameters]);
  }

  #evaluate(logic: Logic, variables: Readonly<Record<string, unknown>>, trace: TableTrace): unknown {
    const scope: FeelScope = { variables, now: this.#scope.now };
    const inner = (part: Logic, more = {}) => this.#evaluate(part, { ...variables, ...more }, trace);
    switch (logic.kind) {
      case 'literal': return evaluateEntry(logic.expression, scope);
      case 'table': return evaluateTable(logic, scope, trace);
      case 'list': return logic.elements.map((element) => inner(element));
      case 'relation': return logic.rows.map((row) => Object.fromEntries(logic.columns.map((name, index) => [name, inner(row[index] as Logic)])));
      case 'function': return new FeelFunction((...args: unknown[]) => inner(logic.body, Object.fromEntries(logic.parameters.map((name, index) => [name, args[index] ?? null]))), [...logic.parameters]);
      case 'invocation': {
        const called = evaluateEntry(logic.called, scope);
        if (!(called instanceof FeelFunction)) throw new DecisionError(`no function found with name '${logic.called}'`);
        return called.invoke(Object.fromEntries(logic.bindings.map(({ name, value }) => [name, inner(value)]))) as unknown;
      }
      case 'context': {
        const entries: Record<string, unknown> = {};
        for (const { name, value } of logic.entries) {
          const result = inner(value, entries);
          if (name === null) return result;
          entries[name] = result;
        }
        return entries;
      }
    }
  }
}

/** Evaluates a decision after all that it requires, within one budget. What goes wrong is told, not thrown. */
export function evaluateDecisionModel(decision: Decision, scope: FeelScope): DecisionResult {
  const evaluation = new Evaluation(decision.requirements, scope);
  const { evaluated: evaluatedDecisions } = evaluation;
  try {
    const output = withinLimits(() => attempt(decision.decisionId, () => toJsonValue(evaluation.decide(decision.decisionId))));
    return { output, evaluatedDecisions, failure: null };
  } catch (error) {
    const decisionId = evaluation.failedDecisionId ?? decision.decisionId;
    return { output: null, evaluatedDecisions, failure: { decisionId, message: `Expected to evaluate decision '${decision.decisionId}', but ${(error as Error).message}` } };
  }
}
