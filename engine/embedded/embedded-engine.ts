import {
  type AppendHook, type Deployment, EngineError, type EngineStatus, type JsonValue, type JobWorker, type Key, type MessageToPublish, type OpenWorker, type ProcessInstance, type Resource,
  type Variables, type WorkflowEngine,
} from '@gbc/engine';
import type { Database, Tx } from '@gbc/prisma';
import type { Clock } from './clock.ts';
import { deploy } from './deployment/deploy.ts';
import { deleteResource } from './deployment/delete-resource.ts';
import { prepareDeployment } from './deployment/prepare.ts';
import { enterElement } from './elements/behaviors.ts';
import { AwaitedResults } from './processing/awaited-results.ts';
import { Compiler } from './processing/compile.ts';
import type { DueItem } from './processing/due-queue.ts';
import { GroupCommit } from './processing/group-commit.ts';
import { type ActivatedJob, JobDistribution } from './processing/job-distribution.ts';
import { JobWorkers } from './processing/job-workers.ts';
import { type JobConsumer, type JobPoll, type JobRequest, type JobStream, RemoteWorkers } from './processing/remote-workers.ts';
import { Retention } from './processing/retention.ts';
import { WakeUps } from './processing/wake-ups.ts';
import { EngineState } from './state/engine-state.ts';
import { assertDurable } from './store/assert-durable.ts';
import { takeOver } from './store/engine-data.ts';
import { EngineLock } from './store/engine-lock.ts';
import { loadState } from './store/load-state.ts';
import type { EndedInstance } from './store/transaction-log.ts';
import { type DecisionEvaluation, evaluateDecision } from './transition/decision.ts';
import { completeJob, failJob, type JobFailure, jobDue, throwJobError, timeOutJob, updateJobRetries, updateJobTimeout } from './transition/job.ts';
import { KeySource } from './transition/key-source.ts';
import { expireMessage, publishMessage } from './transition/message.ts';
import { type Modification, modifyInstance } from './transition/modify-instance.ts';
import { cancelInstance, createInstance, type InstanceCreation, resolveIncident, setVariables } from './transition/process-instance.ts';
import { broadcastSignal } from './transition/signal.ts';
import type { StepContext } from './transition/step.ts';
import { triggerTimer } from './transition/timers.ts';
import { assignUserTask, completeUserTask, updateUserTask, type UserTaskChanges } from './transition/user-task.ts';
import { checkVariables } from './variables-limit.ts';

export interface EmbeddedEngineOptions {
  readonly database: Database;
  readonly env: Clock;
  /** Writes the events of a group of steps in the transaction that commits them. It may run more than once for one commit. */
  readonly appendHook?: AppendHook<Tx>;
  /** How long after its end the records of an instance are kept; its row in `engine_process_instance` stays. Default 30 days. */
  readonly recordRetentionMs?: number;
  /** Another engine has this database; this one waits. */
  readonly onWaiting?: () => void;
  /** Trouble that no caller hears of: a failed commit, a lost lock, a job that could not be answered. */
  readonly onError?: (error: Error) => void;
}

const recoveryRetryMs = 500;
const recordRetentionMsDefault = 30 * 86_400_000;

/** The engine of `openEmbeddedEngine`: state in memory, mirrored to Postgres with every group of commands. */
export class EmbeddedEngine implements WorkflowEngine {
  readonly #options: EmbeddedEngineOptions;
  readonly #state = new EngineState();
  readonly #compiler = new Compiler(this.#state);
  readonly #keys = new KeySource(0);
  readonly #context: { engineId: string } & Omit<StepContext, 'engineId' | 'now'>;
  readonly #queue: GroupCommit;
  readonly #wakeUps: WakeUps;
  readonly #distribution = new JobDistribution();
  readonly #workers: JobWorkers;
  readonly #remoteWorkers: RemoteWorkers;
  readonly #retention: Retention;
  readonly #results = new AwaitedResults();
  readonly #lock: EngineLock;
  readonly #closing = new AbortController();
  #recovery: Promise<void> | undefined;
  #statusSince: Date;
  #looking: Promise<void> | undefined;

  constructor(options: EmbeddedEngineOptions) {
    this.#options = options;
    this.#statusSince = options.env.now();
    const { database, env, appendHook, recordRetentionMs: retentionMs = recordRetentionMsDefault } = options;
    this.#context = { engineId: '', state: this.#state, models: this.#compiler.models, keys: this.#keys, enterElement };
    this.#lock = new EngineLock(database.url, (error) => this.#recover(new Error('the connection that holds the lock is lost', { cause: error })));
    this.#wakeUps = new WakeUps(env, this.#state, (item) => this.#due(item));
    this.#retention = new Retention({ database, clock: env, retentionMs, onError: (error) => this.#report(error) });
    const submit: GroupCommit['submit'] = (command, transition) => this.#queue.submit(command, transition);
    this.#workers = new JobWorkers({
      distribution: this.#distribution,
      submit,
      look: () => void this.#look().catch(() => undefined), // unavailable: the next commit looks
      available: () => this.#available(),
      onError: (error) => this.#report(error),
    });
    this.#remoteWorkers = new RemoteWorkers({ distribution: this.#distribution, submit, looked: () => this.#look() });
    this.#queue = new GroupCommit({
      context: this.#context,
      database,
      now: () => env.now(),
      compile: (definitionKey) => this.#compiler.compile(definitionKey),
      appendHook,
      activateJobs: (step) => this.#distribution.activate(step),
      onCommitted: ({ ended }) => this.#committed(ended),
      onCommitFailed: (error) => this.#recover(new Error('a commit failed', { cause: error })),
    });
  }

  get engineId(): string {
    return this.#context.engineId;
  }

  get status(): EngineStatus {
    return { kind: 'embedded', isAnswering: this.#recovery === undefined, since: this.#statusSince };
  }

  /** Waits for the lock, loads what lives, and starts to take commands. Throws where the database is set to lose commits in a crash. */
  async start(): Promise<void> {
    const { database, onWaiting } = this.#options;
    await assertDurable(database);
    await this.#lock.acquire(onWaiting ?? (() => undefined), this.#closing.signal);
    const data = await takeOver(database);
    await loadState((sql, values) => database.read(sql, values), this.#state);
    this.#context.engineId = data.engineId;
    this.#keys.skipTo(data.nextKey);
    this.#queue.start(data);
    this.#wakeUps.reset();
    this.#retention.start();
    await this.#reclaimJobs();
  }

  async deploy(resources: readonly Resource[]): Promise<Deployment> {
    const prepared = await prepareDeployment(resources);
    return this.#queue.submit('deploy', (step) => deploy(step, prepared));
  }

  async createInstance(request: InstanceCreation): Promise<ProcessInstance> {
    const variables = checkVariables(request.variables ?? {});
    return this.#queue.submit('createInstance', (step) => createInstance(step, { ...request, variables }));
  }

  /**
   * Answers when the instance has completed, with its variables or those of `fetchVariables`. Errors as for `createInstance`;
   * FAILED_PRECONDITION: it was terminated.
   */
  async createInstanceWithResult(request: InstanceCreation & { readonly fetchVariables?: readonly string[] }): Promise<ProcessInstance & { readonly variables: Variables }> {
    const { fetchVariables = [], ...creation } = request;
    const variables = checkVariables(creation.variables ?? {});
    const instance = await this.#queue.submit('createInstanceWithResult', (step) => createInstance(step, { ...creation, variables }, fetchVariables));
    return { ...instance, variables: await this.#results.wait(instance.processInstanceKey) };
  }

  /** {@link modifyInstance} */
  async modifyInstance(modification: Modification): Promise<void> {
    const activate = modification.activate?.map((instruction) => ({
      ...instruction,
      variableInstructions: (instruction.variableInstructions ?? []).map((item) => ({ ...item, variables: checkVariables(item.variables) })),
    }));
    return this.#queue.submit('modifyInstance', (step) => modifyInstance(step, { ...modification, ...(activate ? { activate } : {}) }));
  }

  /** {@link deleteResource} */
  deleteResource(resourceKey: Key): Promise<void> {
    return this.#queue.submit('deleteResource', (step) => deleteResource(step, resourceKey));
  }

  cancelInstance(processInstanceKey: Key): Promise<void> {
    return this.#queue.submit('cancelInstance', (step) => cancelInstance(step, processInstanceKey));
  }

  async completeUserTask(taskKey: Key, variables: Variables = {}): Promise<void> {
    const checked = checkVariables(variables);
    return this.#queue.submit('completeUserTask', (step) => completeUserTask(step, taskKey, checked));
  }

  /** {@link assignUserTask} */
  assignUserTask(taskKey: Key, assignee: string, options: { readonly allowOverride?: boolean } = {}): Promise<void> {
    return this.#queue.submit('assignUserTask', (step) => assignUserTask(step, taskKey, assignee, options));
  }

  /** {@link updateUserTask} */
  updateUserTask(taskKey: Key, changes: UserTaskChanges): Promise<void> {
    return this.#queue.submit('updateUserTask', (step) => updateUserTask(step, taskKey, changes));
  }

  async setVariables(elementInstanceKey: Key, variables: Variables, options: { readonly local?: boolean } = {}): Promise<void> {
    const checked = checkVariables(variables);
    return this.#queue.submit('setVariables', (step) => setVariables(step, elementInstanceKey, checked, options.local ?? false));
  }

  async publishMessage(message: MessageToPublish): Promise<{ readonly messageKey: Key }> {
    const { name, correlationKey = '', timeToLiveMs = 0, messageId = '' } = message;
    const variables = checkVariables(message.variables ?? {});
    return this.#queue.submit('publishMessage', (step) => publishMessage(step, { name, correlationKey, timeToLiveMs, messageId, variables }));
  }

  async broadcastSignal(signalName: string, variables: Variables = {}): Promise<{ readonly signalKey: Key }> {
    const checked = checkVariables(variables);
    return this.#queue.submit('broadcastSignal', (step) => broadcastSignal(step, signalName, checked));
  }

  updateJobRetries(jobKey: Key, retries: number): Promise<void> {
    return this.#queue.submit('updateJobRetries', (step) => updateJobRetries(step, jobKey, retries));
  }

  resolveIncident(incidentKey: Key): Promise<void> {
    return this.#queue.submit('resolveIncident', (step) => resolveIncident(step, incidentKey));
  }

  async evaluateDecision(decision: { readonly decisionKey: Key } | { readonly decisionId: string }, variables: Variables): Promise<{ readonly decisionKey: Key; readonly output: JsonValue }> {
    const { decisionKey, output, failure } = await this.explainDecision(decision, variables);
    if (failure) throw new EngineError('INVALID_ARGUMENT', failure.message);
    return { decisionKey, output };
  }

  /** As `evaluateDecision`, with all that was evaluated on the way; a decision that fails is told in the answer. */
  async explainDecision(decision: { readonly decisionKey: Key } | { readonly decisionId: string }, variables: Variables): Promise<DecisionEvaluation> {
    const checked = checkVariables(variables);
    return this.#queue.submit('evaluateDecision', (step) => evaluateDecision(step, decision, checked));
  }

  openWorker(worker: JobWorker): OpenWorker {
    return this.#workers.open(worker);
  }

  /** {@link RemoteWorkers.poll}: jobs for a client's worker, as soon as there are any. */
  activateJobs(poll: JobPoll, gone: AbortSignal): Promise<readonly ActivatedJob[]> {
    return this.#remoteWorkers.poll(poll, gone);
  }

  /** {@link RemoteWorkers.stream}: jobs for a client's worker, as they come. */
  streamJobs(request: JobRequest, consumer: JobConsumer): JobStream {
    return this.#remoteWorkers.stream(request, consumer);
  }

  /** NOT_FOUND: no such job, or it was completed before. FAILED_PRECONDITION: it failed for good. */
  async completeJob(jobKey: Key, variables: Variables = {}): Promise<void> {
    const checked = checkVariables(variables);
    return this.#queue.submit('completeJob', (step) => completeJob(step, jobKey, checked));
  }

  /** A technical failure. Errors as for `completeJob`. */
  async failJob(jobKey: Key, failure: JobFailure): Promise<void> {
    const checked = { ...failure, variables: checkVariables(failure.variables ?? {}) };
    return this.#queue.submit('failJob', (step) => failJob(step, jobKey, checked));
  }

  /** A business error, for a catching event. Errors as for `completeJob`. */
  async throwError(jobKey: Key, error: { readonly errorCode: string; readonly message?: string; readonly variables?: Variables }): Promise<void> {
    const { errorCode, message } = error;
    const variables = checkVariables(error.variables ?? {});
    return this.#queue.submit('throwError', (step) => throwJobError(step, jobKey, { errorCode, message, variables }));
  }

  /** Moves the end of an activation. NOT_FOUND: no such job. FAILED_PRECONDITION: nobody has it. */
  updateJobTimeout(jobKey: Key, timeoutMs: number): Promise<void> {
    return this.#queue.submit('updateJobTimeout', (step) => updateJobTimeout(step, jobKey, timeoutMs));
  }

  /** Id and version of a process definition, if there is one with the key. */
  processDefinition(processDefinitionKey: Key): { readonly processId: string; readonly version: number } | undefined {
    const definition = this.#state.processDefinitions.get(processDefinitionKey);
    return definition && { processId: definition.processId, version: definition.version };
  }

  /** The BPMN file that a process definition was deployed from. NOT_FOUND: no such definition. */
  processXml(processDefinitionKey: Key): string {
    return this.#content('process definition', processDefinitionKey, this.#state.processDefinitions.get(processDefinitionKey));
  }

  /** The form-js schema (JSON text) of a form version. NOT_FOUND: no such form. */
  formSchema(formKey: Key): string {
    return this.#content('form', formKey, this.#state.forms.get(formKey));
  }

  /** The DMN file that a decision was deployed from. NOT_FOUND: no such decision. */
  decisionXml(decisionKey: Key): string {
    return this.#content('decision', decisionKey, this.#state.decisions.get(decisionKey));
  }

  /** Deletes now the records of instances that ended before the retention; else that happens every ten minutes. */
  sweep(): Promise<void> {
    return this.#retention.sweep();
  }

  /** Answers when no command is queued or in hand; handlers of jobs may still be at work. */
  settled(): Promise<void> {
    return this.#queue.settled();
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    await this.#recovery;
    this.#wakeUps.stop();
    this.#remoteWorkers.close();
    this.#results.giveUp('the engine is closed');
    await this.#retention.stop();
    await this.#workers.close();
    await this.#queue.stop('closed');
    await this.#lock.release();
  }

  #content(what: string, key: Key, row: { readonly resourceKey: Key } | undefined): string {
    const resource = row && this.#state.resources.get(row.resourceKey);
    if (!resource) throw new EngineError('NOT_FOUND', `no ${what} with key ${key}`);
    return resource.content;
  }

  #committed(ended: readonly EndedInstance[]): void {
    this.#results.committed(ended);
    const { timers, jobs, messages } = this.#state;
    this.#wakeUps.add(timers.changes().upserted.values(), jobs.changes().upserted.values(), messages.changes().upserted.values());
    this.#state.markCommitted();
  }

  #due({ kind, key, at }: DueItem): void {
    const commands: Readonly<Record<DueItem['kind'], () => Promise<void>>> = {
      timer: () => this.#queue.submit('triggerTimer', (step) => triggerTimer(step, key)),
      job: () => this.#queue.submit('jobDue', (step) => jobDue(step, key, at)),
      message: () => this.#queue.submit('expireMessage', (step) => expireMessage(step, key)),
    };
    commands[kind]().catch((error: EngineError) => {
      if (!error.mayRetry) this.#report(error); // unavailable: what is due is found again when the state is loaded
    });
  }

  /** Handlers ended with the process that ran them, so their jobs can be had again at once; a client's worker may still be at work. */
  async #reclaimJobs(): Promise<void> {
    const orphans = Array.from(this.#state.jobs.all()).filter(({ jobKey, state, worker }) => state === 'ACTIVATED' && worker === null && !this.#workers.hasInHand(jobKey));
    await this.#queue.submit('reclaimJobs', (step) => orphans.forEach(({ jobKey }) => timeOutJob(step, jobKey)));
  }

  /** Stops taking commands and starts again from what the database holds. */
  #recover(reason: Error): void {
    if (this.#recovery || this.#closing.signal.aborted) return;
    this.#report(reason);
    this.#wakeUps.stop();
    this.#results.giveUp('the engine recovers');
    this.#statusSince = this.#options.env.now();
    this.#recovery = this.#startAgain().finally(() => {
      this.#recovery = undefined;
      this.#statusSince = this.#options.env.now();
    });
  }

  async #startAgain(): Promise<void> {
    for (;;) {
      await this.#queue.stop('recovering');
      if (this.#closing.signal.aborted) return;
      try {
        return await this.start();
      } catch (error) {
        if (!this.#closing.signal.aborted) this.#report(new Error('the engine could not recover yet', { cause: error }));
        await new Promise((resolve) => setTimeout(resolve, recoveryRetryMs));
      }
    }
  }

  /** Answers when waiting jobs were looked for; those who ask in the same turn share a look. */
  #look(): Promise<void> {
    this.#looking ??= this.#queue.submit('look', () => void (this.#looking = undefined)).finally(() => (this.#looking = undefined));
    return this.#looking;
  }

  async #available(): Promise<boolean> {
    await this.#recovery;
    return !this.#closing.signal.aborted;
  }

  #report(error: Error): void {
    this.#options.onError?.(error);
  }
}

/**
 * Opens the engine on a migrated database and goes on with what runs there. One engine works on a database at a time;
 * another waits here until the first is gone and then takes over.
 */
export async function openEmbeddedEngine(options: EmbeddedEngineOptions): Promise<EmbeddedEngine> {
  const engine = new EmbeddedEngine(options);
  try {
    await engine.start();
  } catch (error) {
    await engine.close();
    throw error;
  }
  return engine;
}
