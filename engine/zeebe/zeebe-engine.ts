import {
  type AppendHook, type Deployment, EngineError, type EngineStatus, type JobWorker, type JsonValue, type Key, type MessageToPublish, type Modification, type OpenWorker, type ProcessInstance, type Resource, type Variables, type WorkflowEngine,
} from '@gbc/engine';
import type { Database, Tx } from '@gbc/prisma';
import { Connection, deploymentTimeoutMs } from './connection/connection.ts';
import { DataSet } from './connection/data-set.ts';
import { asDocument } from './connection/document.ts';
import { Pace } from './connection/pace.ts';
import { readDeployment, resourcesToDeploy, resourcesToKeep, sdkResource, type SdkDeployment } from './deployment.ts';
import { FailedJobs } from './jobs/failed-jobs.ts';
import type { IncidentSearch } from './incidents/incident-search.ts';
import { restIncidents } from './incidents/rest-incidents.ts';
import { SearchedIncidents } from './incidents/searched-incidents.ts';
import { Watchdog } from './incidents/watchdog.ts';
import { Worker } from './jobs/worker.ts';
import type { RestClient } from './connection/rest-client.ts';
import type { ListenerSet } from './model/listener-matrix.ts';
import type { Parts } from './parts.ts';
import { Journal } from './steps/journal.ts';
import { Presence } from './steps/presence.ts';
import { Resources } from './steps/resources.ts';
import { StepRecorder } from './steps/step-recorder.ts';
import { Sweep, type SweepRound } from './steps/sweep.ts';
import { JobBasedTasks, userTaskJobType } from './tasks/job-based-tasks.ts';
import { NativeTasks } from './tasks/native-tasks.ts';
import type { UserTasks } from './tasks/user-tasks.ts';

export interface ZeebeEngineOptions {
  /** `host:port`, `grpc://host:port` or, with TLS, `grpcs://host:port`. Sign-in is read from the SDK's own variables. */
  readonly address: string;
  readonly database: Database;
  readonly env: { readonly now: () => Date; readonly newId: () => string; readonly random: () => number };
  /** Called with the events of steps in the transaction that makes them durable; the engine goes on with a step after it. */
  readonly appendHook?: AppendHook<Tx>;
  /** Another data set stands behind the address than before: what ran is not there, and the models have to be deployed. */
  readonly onReplaced?: (engineId: string) => void;
  /** Told when the engine begins, or ceases, to answer. */
  readonly onStatus?: (isAnswering: boolean) => void;
  readonly onError?: (error: Error) => void;
  /** Which steps are told. Default `full`. */
  readonly listeners?: ListenerSet;
  /** The cluster's REST v2 interface: with it tasks stay native, and incidents are searched for. */
  readonly rest?: RestClient;
  /** Where incidents are seen; left out, only those of jobs that our own workers fail are. */
  readonly incidentSearch?: IncidentSearch;
  /** The longest wait between two polls beside a stream. Default 2 s. */
  readonly pollMsMax?: number;
  /** Within so long every open task is looked at. Default 30 s. */
  readonly sweepMs?: number;
  /** Without a search for incidents: an instance that has told nothing for so long, and waits for nothing known, stands still. Default 2 min. */
  readonly stillMs?: number;
}

/** Most looks of a sweep in a second: 10,000 open tasks in half a minute. */
const looksPerSecondMax = 400;

/** A Zeebe cluster behind the port, by gRPC alone. */
export class ZeebeEngine implements WorkflowEngine {
  readonly #parts: Parts;
  readonly #options: ZeebeEngineOptions;
  readonly #tasks: UserTasks;
  readonly #failed: FailedJobs;
  readonly #incidents: SearchedIncidents | undefined;
  readonly #watchdog: Watchdog | undefined;
  readonly #recorder: StepRecorder;
  readonly #sweep: Sweep;
  #endLooks: () => void = () => undefined;
  readonly #workers = new Set<Worker>();
  readonly #busy: Set<Promise<unknown>>;
  /** Workers for job-based user tasks, which come with ours. */
  readonly #taskWorkers = new Set<Worker>();

  constructor(options: ZeebeEngineOptions, parts: Parts, busy: Set<Promise<unknown>>) {
    this.#options = options;
    this.#parts = parts;
    this.#busy = busy;
    const search = options.incidentSearch ?? (options.rest && restIncidents(options.rest));
    this.#failed = new FailedJobs(parts, { isHeld: search === undefined });
    this.#incidents = search && new SearchedIncidents(parts, search);
    this.#watchdog = search ? undefined : new Watchdog(parts, { stillMs: options.stillMs ?? 120_000 });
    this.#sweep = new Sweep(parts, { roundMs: options.sweepMs ?? 30_000, perSecondMax: looksPerSecondMax, isTaskThere: (task) => this.#tasks.isThere(task) });
    this.#tasks = options.rest ? new NativeTasks(parts, options.rest, { userTaskJobType }) : new JobBasedTasks(parts);
    this.#tasks.onOtherJobs = (jobs) => [...this.#taskWorkers][0]?.take(jobs);
    this.#recorder = new StepRecorder(parts);
  }

  get engineId(): string {
    return this.#parts.dataSet.id;
  }

  get status(): EngineStatus {
    return { kind: 'zeebe', ...this.#parts.connection.status, sweep: this.#sweep.status };
  }

  /** Another data set answers: what is held back of jobs is its own. */
  async replaced(engineId: string): Promise<void> {
    await this.#failed.load(engineId);
    this.#options.onReplaced?.(engineId);
  }

  /** Reads what was open, before anything new is taken. */
  async start(): Promise<void> {
    await this.#failed.load(this.engineId);
    this.#sweep.start();
    this.#watchdog?.start();
    if (this.#incidents) this.#endLooks = this.#parts.pace.follow(() => this.#incidents?.look() ?? Promise.resolve());
  }

  async deploy(resources: readonly Resource[]): Promise<Deployment> {
    const { connection, database, dataSet, resources: kept } = this.#parts;
    const files = await resourcesToDeploy(resources, this.#options.listeners ?? 'full', { keepsNativeTasks: this.#options.rest !== undefined });
    const engineId = await dataSet.confirm();
    const { rows } = await database.read<{ key: string }>('select key from zeebe_resource where engine_id = $1', [engineId]);
    const known = new Set(rows.map(({ key }) => key));
    const answer = await connection.command('DeployResource', (client) => client.deployResources(files.map(sdkResource)), { repeatable: true, timeoutMs: deploymentTimeoutMs });
    const deployment = readDeployment(answer as unknown as SdkDeployment, files, (key) => known.has(key));
    await database.transaction((tx) => kept.keep(tx, engineId, resourcesToKeep(deployment, files)));
    return deployment;
  }

  async createInstance({ processId, version, variables = {}, startInstructions = [] }: Parameters<WorkflowEngine['createInstance']>[0]): Promise<ProcessInstance> {
    const places = startInstructions.map(({ elementId }) => ({ elementId }));
    const request = { bpmnProcessId: processId, variables: asDocument(variables), startInstructions: places, ...(version === undefined ? {} : { version }) };
    const creating = this.#command('CreateProcessInstance', (client) => client.createProcessInstance(request), false)
      .then(({ processInstanceKey, processDefinitionKey, bpmnProcessId, version: created }) => ({ processInstanceKey, processDefinitionKey, processId: bpmnProcessId, version: created }));
    return places.length === 0 ? creating : this.#recorder.startedAt(creating, variables);
  }

  async cancelInstance(processInstanceKey: Key): Promise<void> {
    await this.#command('CancelProcessInstance', (client) => client.cancelProcessInstance(processInstanceKey));
    await this.#parts.presence.check(this.engineId, processInstanceKey);
  }

  async modifyInstance({ processInstanceKey, activate = [], terminate = [] }: Modification): Promise<void> {
    const activateInstructions = activate.map(({ elementId }) => ({ elementId, ancestorElementInstanceKey: '-1', variableInstructions: [] }));
    const terminateInstructions = terminate.map(({ elementInstanceKey }) => ({ elementInstanceKey }));
    await this.#command('ModifyProcessInstance', (client) => client.modifyProcessInstance({ processInstanceKey, activateInstructions, terminateInstructions }), false);
    await this.#parts.presence.check(this.engineId, processInstanceKey);
  }

  completeUserTask(taskKey: Key, variables: Variables = {}): Promise<void> {
    return this.#tasks.complete(taskKey, variables);
  }

  async setVariables(elementInstanceKey: Key, variables: Variables, { local = false }: { readonly local?: boolean } = {}): Promise<void> {
    await this.#command('SetVariables', (client) => client.setVariables({ elementInstanceKey, variables: asDocument(variables), local }));
  }

  async publishMessage({ name, correlationKey = '', timeToLiveMs = 0, messageId, variables = {} }: MessageToPublish): Promise<{ readonly messageKey: Key }> {
    const message = { name, correlationKey, timeToLive: timeToLiveMs, variables: asDocument(variables), ...(messageId === undefined ? {} : { messageId }) };
    const { key } = await this.#command('PublishMessage', (client) => client.publishMessage(message), false);
    return { messageKey: String(key) };
  }

  async broadcastSignal(signalName: string, variables: Variables = {}): Promise<{ readonly signalKey: Key }> {
    const { key } = await this.#command('BroadcastSignal', (client) => client.broadcastSignal({ signalName, variables: asDocument(variables) }), false);
    return { signalKey: String(key) };
  }

  async updateJobRetries(jobKey: Key, retries: number): Promise<void> {
    if (retries < 1) throw new EngineError('INVALID_ARGUMENT', `a job can't be given ${retries} retries`);
    await this.#command('UpdateJobRetries', (client) => client.updateJobRetries({ jobKey, retries }));
    await this.#failed.giveRetries(jobKey, retries);
  }

  async resolveIncident(incidentKey: Key): Promise<void> {
    if (await this.#watchdog?.has(this.engineId, incidentKey)) {
      throw new EngineError('FAILED_PRECONDITION', 'what keeps it is known to the engine alone: move its token, or resolve its incident there');
    }
    return this.#incidents && !this.#failed.has(incidentKey) ? this.#incidents.resolve(incidentKey) : this.#failed.resolve(incidentKey);
  }

  async evaluateDecision(decision: { readonly decisionKey: Key } | { readonly decisionId: string }, variables: Variables): Promise<{ readonly decisionKey: Key; readonly output: JsonValue }> {
    const answer = await this.#command('EvaluateDecision', (client) => client.evaluateDecision({ ...decision, variables: asDocument(variables) }));
    if (answer.failureMessage) throw new EngineError('INVALID_ARGUMENT', answer.failureMessage);
    return { decisionKey: answer.decisionKey, output: JSON.parse(String(answer.decisionOutput)) as JsonValue };
  }

  openWorker(options: JobWorker): OpenWorker {
    const isFed = options.type === userTaskJobType;
    const worker = new Worker(this.#parts, this.#failed, options, isFed);
    this.#workers.add(worker);
    if (isFed) this.#taskWorkers.add(worker);
    return {
      close: async () => {
        this.#workers.delete(worker);
        this.#taskWorkers.delete(worker);
        await worker.close();
      },
    };
  }

  /** The model or form as it was deployed. NOT_FOUND: not from here. */
  deployedContent(key: Key): Promise<string> {
    return this.#parts.resources.content(this.engineId, key);
  }

  /** Fetches what waits and waits for what of it is ours to do. @returns whether anything came */
  async settle(): Promise<boolean> {
    let hasMoved = this.#busy.size > 0;
    await this.#settleBusy();
    const counts = await Promise.all([this.#recorder.poll(), this.#tasks.poll(), ...[...this.#workers].map((worker) => worker.poll())]);
    hasMoved ||= counts.some((count) => count > 0) || this.#busy.size > 0;
    await this.#settleBusy();
    if (!hasMoved) hasMoved = ((await this.#incidents?.look()) ?? 0) > 0;
    return hasMoved;
  }

  /** Looks now for instances that stand still. @returns how many were told of, or move again */
  async watch(): Promise<number> {
    return (await this.#watchdog?.look()) ?? 0;
  }

  /** Looks now for what somebody else has ended. */
  sweep(): Promise<SweepRound> {
    return this.#sweep.round();
  }

  async close(): Promise<void> {
    this.#endLooks();
    await this.#sweep.close();
    await this.#watchdog?.close();
    await Promise.all([...this.#workers].map((worker) => worker.close()));
    this.#tasks.close();
    this.#recorder.close();
    await this.#settleBusy();
    await this.#parts.journal.idle();
    await this.#parts.connection.close();
  }

  async #settleBusy(): Promise<void> {
    while (this.#busy.size > 0) await Promise.all(this.#busy);
  }

  async #command<T>(name: string, work: Parameters<Connection['command']>[1] extends (client: infer C) => unknown ? (client: C) => Promise<T> : never, repeatable = true): Promise<T> {
    await this.#parts.dataSet.confirm();
    const answer = await this.#parts.connection.command(name, work, { repeatable });
    this.#parts.pace.nudge();
    return answer;
  }
}

/**
 * Connects to a Zeebe. Throws EngineError where none answers.
 * Steps are told to `appendHook` once each, in the order in which they came.
 */
export async function openZeebeEngine(options: ZeebeEngineOptions): Promise<ZeebeEngine> {
  const { address, database, env, onError = () => undefined, appendHook, listeners = 'full' } = options;
  const { now, random } = env;
  const opened: { engine?: ZeebeEngine } = {};
  const onChange = (isAnswering: boolean) => {
    options.onStatus?.(isAnswering);
    if (isAnswering) void dataSet.confirm().catch(() => undefined); // it may have been started empty
  };
  const connection = new Connection({ address, random, now, onChange, onRetry: (call, error) => onError(new EngineError(error.code, `${call} is tried again: ${error.message}`)) });
  const dataSet: DataSet = new DataSet({ connection, newId: env.newId, onReplaced: (engineId) => void opened.engine?.replaced(engineId).catch(onError) });
  const busy = new Set<Promise<unknown>>();
  const track = (work: Promise<unknown>) => {
    const tracked = work.catch((error: Error) => onError(error)).finally(() => busy.delete(tracked));
    busy.add(tracked);
  };
  try {
    await dataSet.confirm();
  } catch (error) {
    await connection.close();
    throw error;
  }
  const resources = new Resources(database, listeners);
  const journal = new Journal({ database, now, appendHook });
  const presence = new Presence({ database, connection, journal, resources, now });
  const parts: Parts = { database, connection, dataSet, pace: new Pace(options.pollMsMax ?? 2_000), journal, resources, presence, now, random, onError, track };
  const engine = new ZeebeEngine(options, parts, busy);
  opened.engine = engine;
  await engine.start();
  return engine;
}
