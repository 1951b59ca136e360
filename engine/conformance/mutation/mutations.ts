/** A rule of the engine, broken: in a file of `engine/embedded` a text that stands there once is replaced. */
export interface Mutation {
  readonly breaks: string;
  readonly file: string;
  readonly text: string;
  readonly by: string;
}

export const mutations: readonly Mutation[] = [
  { breaks: 'flows are looked at from the end of the file', file: 'model/build-process.ts', text: 'flows.toReversed()', by: 'flows' },
  { breaks: 'a parallel join waits for every flow', file: 'transition/join.ts', text: 'if (taken.length === flows.length) return taken;', by: 'if (taken.length > 0) return taken;' },
  { breaks: 'an inclusive gateway takes its default only when nothing else holds', file: 'elements/inclusive-gateway.ts', text: 'if (chosen.length === 0 && defaultFlow)', by: 'if (defaultFlow)' },
  { breaks: 'a scope with the same value is passed by', file: 'transition/variables.ts', text: 'if ((known && !isSame) || outer === null)', by: 'if (known || outer === null)' },
  { breaks: 'with output mappings a result stays in its element', file: 'transition/variables.ts', text: 'if (outputs.length > 0) setLocally(step, elementInstanceKey, variables);', by: 'if (outputs.length > 9) setLocally(step, elementInstanceKey, variables);' },
  { breaks: 'a job without retries is an incident', file: 'transition/job.ts', text: 'if (retries <= 0) raiseIncident', by: 'if (retries < 0) raiseIncident' },
  { breaks: 'an incident of a job is resolved with new retries only', file: 'transition/job.ts', text: 'if (job.retries < 1) {', by: 'if (job.retries < 0) {' },
  { breaks: 'a failed job waits for its back-off', file: 'transition/job.ts', text: 'const waits = retries > 0 && backoffMs > 0;', by: 'const waits = retries > 0 && backoffMs > 1e12;' },
  { breaks: 'a terminated element takes its jobs with it', file: 'transition/terminate.ts', text: "for (const value of step.state.jobs.by('element', elementInstanceKey)) step.emit({ valueType: 'JOB', intent: 'CANCELED', value });", by: '' },
  { breaks: 'a boundary event interrupts unless it says otherwise', file: 'transition/event-trigger.ts', text: 'if (interrupting) return step.then(() => terminate(step, hostKey));', by: '' },
  { breaks: 'an event subprocess that interrupts ends all else in its scope', file: 'transition/event-trigger.ts', text: 'for (const { elementInstanceKey } of inside) step.then(() => terminate(step, elementInstanceKey));', by: '' },
  { breaks: 'an exact code catches before one for all', file: 'transition/propagation.ts', text: 'catching(code) ?? catching(null)', by: 'catching(null) ?? catching(code)' },
  { breaks: 'an error goes through call activities', file: 'transition/error.ts', text: 'if (calling) yield* outwards(step, calling.elementInstanceKey);', by: 'void calling;' },
  { breaks: 'an escalation goes through call activities', file: 'transition/escalation.ts', text: "calling?.state === 'ACTIVATED' ? findCatcher(step, calling, escalationCode) : undefined", by: 'undefined' },
  { breaks: 'a terminate end ends its scope', file: 'transition/complete.ts', text: "element.result.kind === 'terminate') endOthers", by: "element.result.kind === 'error') endOthers" },
  { breaks: 'a sequential multi-instance starts one item', file: 'transition/multi-instance.ts', text: 'if (sequential) return step.then(() => activate(step, { scopeKey, elementId }));', by: '' },
  { breaks: 'the completion condition counts the item that completes', file: 'transition/multi-instance.ts', text: 'numberOfCompletedInstances: completed + 1', by: 'numberOfCompletedInstances: completed' },
  { breaks: 'a call activity may hold its variables back', file: 'transition/call.ts', text: 'if (propagateAllParentVariables) return', by: 'if (propagateAllParentVariables !== undefined) return' },
  { breaks: 'a message reaches one instance of a process', file: 'transition/message.ts', text: 'if (step.messagesUnderWay.has(subscriptionKey) || hasHad(step, message, processId)) return false;', by: '' },
  { breaks: 'a message is found no more when its time is over', file: 'transition/message.ts', text: 'if (timeToLiveMs <= 0) step.emit', by: 'if (timeToLiveMs < 0) step.emit' },
  { breaks: 'one instance a correlation key is open at a time', file: 'transition/message-start.ts', text: "if (correlationKey !== '' && step.state", by: "if (correlationKey === '?' && step.state" },
  { breaks: 'the next message starts an instance when the last has ended', file: 'transition/message-start.ts', text: 'step.then(() => startNext(step, started.processId, started.correlationKey));', by: '' },
  { breaks: 'a cycle never leads into the past', file: 'model/timer-definition.ts', text: '(time < now ? now : time)', by: 'time' },
  { breaks: 'inputs are local', file: 'transition/variables.ts', text: 'if (mappings.length > 0) setLocally(step, elementInstanceKey, evaluateMappings(step, elementInstanceKey, mappings, false));', by: 'if (mappings.length > 0) propagate(step, elementInstanceKey, evaluateMappings(step, elementInstanceKey, mappings, false));' },
  { breaks: 'a multi-instance keeps the items that it began with', file: 'transition/multi-instance.ts', text: 'step.state.inputCollections.get(elementInstanceKey)?.items ?? evaluateList', by: 'evaluateList' },
  { breaks: 'the items of a parallel multi-instance begin a turn each', file: 'transition/multi-instance.ts', text: 'if (count > 1) startItems(step, body, count - 1);', by: 'for (let n = 1; n < count; n += 1) step.then(() => activate(step, { scopeKey, elementId }));' },
  { breaks: 'what ends does so scope by scope', file: 'transition/terminate.ts', text: 'if (instance.activeChildren > 0) return terminateChildren(step, elementInstanceKey);', by: "for (const inner of step.state.elementInstances.by('scope', elementInstanceKey)) terminateAtOnce(step, inner.elementInstanceKey);" },
  { breaks: 'a kept message is looked for in a turn of its own', file: 'transition/catch-events.ts', text: 'step.then(() => correlateBuffered(step, subscriptionKey));', by: 'correlateBuffered(step, subscriptionKey);' },
  { breaks: 'an incident begins the state of its element again', file: 'transition/process-instance.ts', text: 'resume(step, elementInstanceKey, { again: true });', by: 'resume(step, elementInstanceKey, { again: false });' },
  { breaks: 'a scope that is ending completes nothing inside', file: 'transition/complete.ts', text: "return state === 'ACTIVATED' && interruptedBy === instance.elementId;", by: 'return true;' },
];
