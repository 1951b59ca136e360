import type { JsonValue, Key } from '@gbc/engine';
import { ProcessFailure } from '../failure.ts';
import { evaluateBoolean, evaluateJson, evaluateList, type Expression } from '../feel/expression.ts';
import type { LoopCharacteristics, MultiInstanceBody } from '../model/process-model.ts';
import type { ElementInstanceRow } from '../state/rows.ts';
import { activate } from './activate.ts';
import { complete } from './complete.ts';
import type { Step } from './step.ts';
import { terminateChildren } from './terminate.ts';
import { setLocally } from './variables.ts';

/** What is decided before an inner instance leaves. */
export interface LoopVerdict {
  readonly satisfied: boolean;
  /** Items of the input collection. */
  readonly size: number;
}

const loopOf = (step: Step, body: ElementInstanceRow): LoopCharacteristics => (step.element(body) as MultiInstanceBody).loop;
const bodyOf = (step: Step, inner: ElementInstanceRow) => step.instance(inner.scopeKey as Key);

/** The variable that an expression is, or is a property of: `result.code`. */
function variableOf(expression: Expression): string | undefined {
  return expression.kind === 'feel' ? /^\s*([\p{L}_][\p{L}\p{N}_]*)(\s*\.\s*[\p{L}_][\p{L}\p{N}_]*)*\s*$/u.exec(expression.source)?.[1] : undefined;
}

/** The items that a body goes over, from now on the same whatever becomes of the variables. A failure is EXTRACT_VALUE_ERROR. */
export function evaluateItems(step: Step, elementInstanceKey: Key, { inputCollection }: LoopCharacteristics): readonly JsonValue[] {
  const items = evaluateList(inputCollection, step.scope(elementInstanceKey));
  step.emit({ valueType: 'MULTI_INSTANCE', intent: 'INPUT_COLLECTION_EVALUATED', value: { scopeKey: elementInstanceKey, items } });
  return items;
}

/** The items of a body that runs; one that began before they were kept evaluates them anew. */
function itemsOf(step: Step, { elementInstanceKey }: ElementInstanceRow, { inputCollection }: LoopCharacteristics): readonly JsonValue[] {
  return step.state.inputCollections.get(elementInstanceKey)?.items ?? evaluateList(inputCollection, step.scope(elementInstanceKey));
}

/** An inner instance's own variables: its item, `loopCounter`, and the output element, so that what it sets stays in it. */
export function setLoopVariables(step: Step, inner: ElementInstanceRow): void {
  const body = bodyOf(step, inner);
  const loop = loopOf(step, body);
  const loopCounter = inner.loopCounter as number;
  const items = itemsOf(step, body, loop);
  if (loopCounter > items.length) {
    const reason = `Expected to read item at index ${loopCounter - 1} of the multiInstanceBody input collection but it contains only ${items.length} elements.`;
    throw new ProcessFailure('EXTRACT_VALUE_ERROR', `${reason} The input collection might be modified while iterating over it.`);
  }
  const output = loop.output && variableOf(loop.output.element);
  setLocally(step, inner.elementInstanceKey, {
    ...(output ? { [output]: null } : {}),
    ...(loop.inputElement === null ? {} : { [loop.inputElement]: items[loopCounter - 1] as JsonValue }),
    loopCounter,
  });
}

/** Starts what a body goes over: all instances at once, or the first. */
export function enterLoop(step: Step, body: ElementInstanceRow, items: readonly JsonValue[]): void {
  const { sequential, output } = loopOf(step, body);
  const { elementInstanceKey: scopeKey, elementId } = body;
  if (output) setLocally(step, scopeKey, { [output.collection]: items.map(() => null) });
  if (items.length === 0) return step.then(() => complete(step, scopeKey));
  if (sequential) return step.then(() => activate(step, { scopeKey, elementId }));
  startItems(step, body, items.length);
}

/** Starts inner instances, a turn each, so that other tokens of the command come in between. */
function startItems(step: Step, body: ElementInstanceRow, count: number): void {
  const { elementInstanceKey: scopeKey, elementId } = body;
  step.then(() => {
    step.then(() => activate(step, { scopeKey, elementId }));
    if (count > 1) startItems(step, body, count - 1);
  });
}

function putOutput(step: Step, body: ElementInstanceRow, inner: ElementInstanceRow, { collection, element }: NonNullable<LoopCharacteristics['output']>): void {
  const value = evaluateJson(element, step.scope(inner.elementInstanceKey));
  const list = step.state.variable(body.elementInstanceKey, collection)?.value;
  const index = (inner.loopCounter as number) - 1;
  if (!Array.isArray(list) || index >= list.length) {
    const state = Array.isArray(list) ? `has only ${list.length} items` : 'is no list';
    throw new ProcessFailure('EXTRACT_VALUE_ERROR', `Unable to update item ${index + 1} of output collection '${collection}', which ${state}. This may happen when several elements write to the same variable.`);
  }
  setLocally(step, body.elementInstanceKey, { [collection]: (list as readonly JsonValue[]).with(index, value) });
}

function isSatisfied(step: Step, body: ElementInstanceRow, inner: ElementInstanceRow, condition: Expression | null): boolean {
  if (!condition || !body.loop) return false;
  const { completed, terminated } = body.loop;
  const { variables, now } = step.scope(inner.elementInstanceKey);
  const counts = {
    numberOfInstances: body.activeChildren + completed + terminated,
    numberOfActiveInstances: body.activeChildren - 1, // this one is about to leave
    numberOfCompletedInstances: completed + 1,
    numberOfTerminatedInstances: terminated,
  };
  return evaluateBoolean(condition, { variables: { ...variables, ...counts }, now });
}

/** Collects the result of an inner instance that is about to complete, and says whether the body has enough. A failure stops the inner instance. */
export function leaveLoop(step: Step, inner: ElementInstanceRow): LoopVerdict {
  const body = bodyOf(step, inner);
  const loop = loopOf(step, body);
  if (loop.output) putOutput(step, body, inner, loop.output);
  const satisfied = isSatisfied(step, body, inner, loop.completionCondition);
  return { satisfied, size: itemsOf(step, body, loop).length };
}

/** An inner instance has completed: starts the next one, or completes the body. */
export function continueLoop(step: Step, bodyKey: Key, { satisfied, size }: LoopVerdict): void {
  const body = step.instance(bodyKey);
  if (satisfied) {
    if (body.activeChildren > 0) return terminateChildren(step, bodyKey);
    return step.then(() => complete(step, bodyKey));
  }
  const { started, completed, terminated } = body.loop as NonNullable<ElementInstanceRow['loop']>;
  if (loopOf(step, body).sequential && started < size) return step.then(() => activate(step, { scopeKey: bodyKey, elementId: body.elementId }));
  if (body.activeChildren === 0 && completed + terminated === size) step.then(() => complete(step, bodyKey));
}
