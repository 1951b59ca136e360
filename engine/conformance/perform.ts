import type { HeldJob, ScenarioRun } from './run-scenario.ts';
import { durationMs } from './duration.ts';
import { CallRefused, type Message } from './gateway-client.ts';
import { namePrefix } from './resources.ts';
import type { JobReference, Step } from './scenario.ts';

type StepOf<Verb extends string> = Extract<Step, Record<Verb, unknown>>;
type Perform<Verb extends string> = (run: ScenarioRun, step: StepOf<Verb>) => Promise<unknown>;

const json = (value: unknown) => JSON.stringify(value ?? {});
const parsed = (text: unknown) => JSON.parse(String(text)) as unknown;
const noKey = '1';

/** The job that a step means. One that nobody has seen gets a key that nobody has. */
function jobOf(run: ScenarioRun, type: string, { nth = 1, answered }: JobReference): HeldJob {
  const all = run.jobs.filter((job) => job.type === type && job.isAnswered === (answered ?? false));
  return (answered ? all.at(-1) : all[nth - 1]) ?? { key: noKey, type, elementInstanceKey: noKey, isAnswered: false };
}

/** Answers a job; it counts as answered only where the engine took that. One that failed is a job still. */
async function answer(run: ScenarioRun, method: string, type: string, reference: JobReference, request: Message): Promise<string> {
  const job = jobOf(run, type, reference);
  await run.driver.client.call(method, { jobKey: job.key, ...request });
  job.isAnswered = method !== 'FailJob';
  return 'OK';
}

async function deploy(run: ScenarioRun, { deploy: names }: StepOf<'deploy'>): Promise<unknown> {
  const resources = names.map((name) => {
    const resource = run.resources.get(name);
    if (!resource) throw new Error(`${run.scenario.name} has nothing named ${name} to deploy`);
    return { name: resource.name, content: Buffer.from(resource.content) };
  });
  const { deployments } = await run.driver.client.call('DeployResource', { resources });
  const told = (deployments as Record<string, Message | null>[]).map(({ process, decision, form }) => {
    const [kind, metadata] = process ? ['process', process] : decision ? ['decision', decision] : ['form', form ?? undefined];
    if (!metadata) return undefined; // the requirements of decisions, which stand with them
    const id = String(metadata['bpmnProcessId'] ?? metadata['dmnDecisionId'] ?? metadata['formId']);
    const key = String(metadata['processDefinitionKey'] ?? metadata['decisionKey'] ?? metadata['formKey']);
    run.deployed.set(`${id} ${String(metadata['version'])}`, key);
    return `${String(kind)} ${id} version ${String(metadata['version'])}`;
  });
  return told.filter((line) => line !== undefined).sort();
}

async function create(run: ScenarioRun, step: StepOf<'create'>): Promise<unknown> {
  const request = {
    bpmnProcessId: step.create, version: step.version ?? -1, variables: json(step.variables), startInstructions: (step.at ?? []).map((elementId) => ({ elementId })),
  };
  if (step.result) {
    const fetchVariables = step.result === true ? [] : step.result;
    run.awaitResult(run.driver.client.call('CreateProcessInstanceWithResult', { request, requestTimeout: '0', fetchVariables }).then(
      ({ bpmnProcessId, version, variables }) => ({ process: bpmnProcessId, version, variables: parsed(variables) }),
      (error: unknown) => refusal(error),
    ));
    return 'awaited';
  }
  const { processInstanceKey, bpmnProcessId, version } = await run.driver.client.call('CreateProcessInstance', request);
  run.names.nameInstance(String(processInstanceKey), step.as ?? run.names.instance(String(processInstanceKey)));
  return `${String(bpmnProcessId)} version ${String(version)}`;
}

async function modify(run: ScenarioRun, { modify: { activate = [], terminate = [] }, of }: StepOf<'modify'>): Promise<string> {
  await run.driver.client.call('ModifyProcessInstance', {
    processInstanceKey: run.names.instanceKey(of),
    activateInstructions: activate.map(({ element, inside, variables, scope }) => ({
      elementId: element,
      ancestorElementInstanceKey: inside === undefined ? '0' : run.names.elementKey(inside, of),
      variableInstructions: variables ? [{ variables: json(variables), scopeId: scope ?? '' }] : [],
    })),
    terminateInstructions: terminate.map((elementId) => ({ elementInstanceKey: run.names.elementKey(elementId, of) })),
  });
  return 'OK';
}

async function evaluate(run: ScenarioRun, { evaluate: decisionId, variables }: StepOf<'evaluate'>): Promise<unknown> {
  const { decisionOutput, decisionVersion, failedDecisionId, failureMessage } = await run.driver.client.call('EvaluateDecision', { decisionId, variables: json(variables) });
  return { output: decisionOutput === '' ? null : parsed(decisionOutput), version: decisionVersion, failed: failedDecisionId, hasMessage: failureMessage !== '' };
}

const call = async (run: ScenarioRun, method: string, request: Message) => {
  await run.driver.client.call(method, request);
  return 'OK';
};

const verbs: { readonly [Verb in 'deploy' | 'create' | 'complete' | 'fail' | 'throw' | 'retriesOf' | 'timeoutOf' | 'publish' | 'broadcast' | 'advance' | 'set' | 'resolve' | 'modify' | 'cancel' | 'completeTask' | 'assignTask' | 'delete' | 'evaluate']: Perform<Verb> } = {
  deploy,
  create,
  complete: (run, { complete: type, variables, ...reference }) => answer(run, 'CompleteJob', type, reference, { variables: json(variables) }),
  fail: (run, { fail: type, retries, backOff, message, variables, ...reference }) => answer(run, 'FailJob', type, reference, {
    retries, retryBackOff: String(backOff === undefined ? 0 : durationMs(backOff)), errorMessage: message ?? '', variables: json(variables),
  }),
  throw: (run, { throw: type, code, message, variables, ...reference }) => answer(run, 'ThrowError', type, reference, { errorCode: code, errorMessage: message ?? '', variables: json(variables) }),
  retriesOf: (run, { retriesOf: type, retries, ...reference }) => call(run, 'UpdateJobRetries', { jobKey: jobOf(run, type, reference).key, retries }),
  timeoutOf: (run, { timeoutOf: type, timeout, ...reference }) => call(run, 'UpdateJobTimeout', { jobKey: jobOf(run, type, reference).key, timeout: String(durationMs(timeout)) }),
  publish: (run, { publish: name, key, ttl, id, variables }) => call(run, 'PublishMessage', {
    name: namePrefix(run.scenario) + name, correlationKey: key ?? 'k', timeToLive: String(ttl === undefined ? 0 : durationMs(ttl)), messageId: id ?? '', variables: json(variables),
  }),
  broadcast: (run, { broadcast: name, variables }) => call(run, 'BroadcastSignal', { signalName: namePrefix(run.scenario) + name, variables: json(variables) }),
  advance: async (run, { advance }) => {
    await run.driver.advance(durationMs(advance));
    return 'OK';
  },
  set: (run, { set, in: elementId, local, of }) => call(run, 'SetVariables', {
    elementInstanceKey: elementId === undefined ? run.names.instanceKey(of) : run.names.elementKey(elementId, of), variables: json(set), local: local ?? false,
  }),
  resolve: (run, { resolve, again }) => call(run, 'ResolveIncident', { incidentKey: run.names.incidentKey(resolve, again ?? false) }),
  modify,
  cancel: (run, { cancel }) => call(run, 'CancelProcessInstance', { processInstanceKey: run.names.instanceKey(cancel) }),
  completeTask: (run, { completeTask, variables }) => run.driver.completeUserTask(run.names.taskKey(completeTask), variables ?? {}),
  assignTask: (run, { assignTask, to }) => run.driver.assignUserTask(run.names.taskKey(assignTask), to),
  delete: (run, step) => run.driver.deleteResource(run.deployed.get(`${step.delete} ${step.version ?? 1}`) ?? noKey),
  evaluate,
};

function refusal(error: unknown): string {
  if (error instanceof CallRefused) return error.status;
  throw error;
}

/** Performs a step; answers what the engine said, or with which gRPC status and words it refused. */
export async function perform(run: ScenarioRun, step: Step): Promise<{ readonly answer: unknown; readonly detail: string }> {
  const [verb, performVerb] = Object.entries(verbs).find(([name]) => name in step) ?? [];
  if (!verb || !performVerb) throw new Error(`unknown step ${JSON.stringify(step)}`);
  const act = performVerb as (run: ScenarioRun, step: Step) => Promise<unknown>;
  try {
    return { answer: await act(run, step), detail: '' };
  } catch (error) {
    return { answer: refusal(error), detail: (error as Error).message };
  }
}
