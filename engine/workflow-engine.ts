/** An int64 key, carried as decimal text. */
export type Key = string;

export type JsonValue = null | boolean | number | string | readonly JsonValue[] | { readonly [name: string]: JsonValue };
export type Variables = Readonly<Record<string, JsonValue>>;

/** A file of a deployment: `*.bpmn`, `*.dmn` or `*.form`. */
export interface Resource {
  readonly name: string;
  readonly content: Uint8Array;
}

export interface DeployedDecision {
  readonly decisionId: string;
  readonly name: string;
  readonly version: number;
  readonly decisionKey: Key;
  readonly decisionRequirementsId: string;
  readonly decisionRequirementsKey: Key;
  readonly resourceName: string;
}

export interface DeployedProcess {
  readonly processId: string;
  readonly version: number;
  readonly processDefinitionKey: Key;
  readonly resourceName: string;
  readonly duplicate: boolean;
  /** The bytes that the engine runs, where the adapter gave it others than those of the resource. */
  readonly deployedContent?: Uint8Array;
}

export interface Deployment {
  readonly deploymentKey: Key;
  readonly processes: readonly DeployedProcess[];
  readonly decisions: readonly DeployedDecision[];
  /** One for each DMN file: its diagram of decisions. */
  readonly decisionRequirements: readonly { readonly decisionRequirementsId: string; readonly name: string; readonly version: number; readonly decisionRequirementsKey: Key; readonly resourceName: string }[];
  readonly forms: readonly { readonly formId: string; readonly version: number; readonly formKey: Key; readonly resourceName: string }[];
}

export interface ProcessInstance {
  readonly processInstanceKey: Key;
  readonly processDefinitionKey: Key;
  readonly processId: string;
  readonly version: number;
}

export interface Job {
  readonly engineId: string;
  readonly jobKey: Key;
  readonly type: string;
  readonly processInstanceKey: Key;
  readonly processDefinitionKey: Key;
  readonly processId: string;
  readonly elementId: string;
  readonly elementInstanceKey: Key;
  readonly headers: Readonly<Record<string, string>>;
  readonly variables: Variables;
  /** Tries left, this one included. */
  readonly retries: number;
}

/** Takes tokens off elements and puts others before elements, in one step. */
export interface Modification {
  readonly processInstanceKey: Key;
  readonly activate?: readonly { readonly elementId: string }[];
  readonly terminate?: readonly { readonly elementInstanceKey: Key }[];
}

export interface MessageToPublish {
  readonly name: string;
  /** What instances are told apart by. Left out or empty, the message reaches those that wait with an empty key, and starts processes. */
  readonly correlationKey?: string;
  /** How long it is kept for instances that begin to wait later. Default 0: it is for those that wait now. */
  readonly timeToLiveMs?: number;
  /** While a message is alive, another with the same id is refused. */
  readonly messageId?: string;
  readonly variables?: Variables;
}

/** What a handler answers. A throw means a technical failure: one retry less, then an incident. */
export type JobOutcome =
  | { readonly kind: 'completed'; readonly variables?: Variables }
  | { readonly kind: 'bpmnError'; readonly errorCode: string; readonly message?: string; readonly variables?: Variables };

export interface JobWorker {
  readonly type: string;
  /** Only these variables are fetched; left out, all that the element sees. */
  readonly fetchVariables?: readonly string[];
  /** After this long without an answer the job is given to another worker. Default 30,000 ms. */
  readonly timeoutMs?: number;
  /** Jobs handled at once. Default 8. */
  readonly jobsActiveMax?: number;
  /** Wait before a failed job is tried again, for the nth failure (1, 2, ...). Default 1 s doubled, 60 s at most. */
  readonly backoffMs?: (failures: number) => number;
  readonly handle: (job: Job) => Promise<JobOutcome>;
}

export interface OpenWorker {
  /** Takes no new jobs and waits for those in hand. */
  close(): Promise<void>;
}

/** How an engine fares. */
export interface EngineStatus {
  readonly kind: 'embedded' | 'zeebe';
  /** False while commands can't be obeyed; they may be sent again. */
  readonly isAnswering: boolean;
  /** Since when it has been so. */
  readonly since: Date;
  /** How what others ended is found, where the engine doesn't tell it by itself. */
  readonly sweep?: SweepStatus;
}

/** Looks, again and again, at all that is open, evenly spread. */
export interface SweepStatus {
  /** How many things the last round looked at; 0 before the first has ended. */
  readonly looked: number;
  /** Of these no longer there, though nothing had told so. */
  readonly gone: number;
  /** How long the last round took. */
  readonly tookMs: number;
  /** Most looks in a second. */
  readonly perSecondMax: number;
  /** So much of the wait between two rounds is left to chance. */
  readonly jitterMs: number;
  /** After so long what was ended by others is seen at the latest, with as much open as now. */
  readonly worstMs: number;
}

/**
 * A BPMN engine with Zeebe's semantics. A command is answered after it is durable. Every method may throw EngineError
 * `UNAVAILABLE` (no connection, not leader, stopping): the outcome is then unknown and the caller finds out by the process events.
 */
export interface WorkflowEngine {
  /** Names this engine's data set; job, task and instance keys are unique only within it. */
  readonly engineId: string;

  /** How it fares now. */
  readonly status: EngineStatus;

  /** Deploys all resources or none. INVALID_ARGUMENT names file, element and reason. The same content again is a duplicate and makes no new version. */
  deploy(resources: readonly Resource[]): Promise<Deployment>;

  /**
   * Starts at the none start event, or with start instructions before these elements, a token each. Without a version, the newest. NOT_FOUND: no such
   * process or version. INVALID_ARGUMENT: variables over 4 MiB, an element that can't be started at. FAILED_PRECONDITION: no none start event.
   */
  createInstance(request: {
    readonly processId: string;
    readonly version?: number;
    readonly variables?: Variables;
    readonly startInstructions?: readonly { readonly elementId: string }[];
  }): Promise<ProcessInstance>;

  /** Terminates the instance and its children. NOT_FOUND: no running root instance with that key. */
  cancelInstance(processInstanceKey: Key): Promise<void>;

  /**
   * Moves tokens. What it takes a token off is told as terminated. NOT_FOUND: no such instance, or it has ended. INVALID_ARGUMENT: an element that it
   * hasn't, or that no token can be put before; an element instance that isn't there.
   */
  modifyInstance(modification: Modification): Promise<void>;

  /** NOT_FOUND: no open task with that key (completed or cancelled before). */
  completeUserTask(taskKey: Key, variables?: Variables): Promise<void>;

  /** Sets variables in the scope of an element instance (`local`), or where they stand, else at the root. NOT_FOUND: no such scope. */
  setVariables(elementInstanceKey: Key, variables: Variables, options?: { readonly local?: boolean }): Promise<void>;

  /**
   * Brings a message to one waiting instance of each process, and to the processes that it starts. Within its time to live, instances
   * that begin to wait for it get it too. ALREADY_EXISTS: a message of this name, key and id is alive. INVALID_ARGUMENT: variables over 4 MiB.
   */
  publishMessage(message: MessageToPublish): Promise<{ readonly messageKey: Key }>;

  /** Brings a signal to all that wait for it now and starts the processes that begin with it. INVALID_ARGUMENT: variables over 4 MiB. */
  broadcastSignal(signalName: string, variables?: Variables): Promise<{ readonly signalKey: Key }>;

  /** NOT_FOUND: no such job. INVALID_ARGUMENT: retries below 1. */
  updateJobRetries(jobKey: Key, retries: number): Promise<void>;

  /** Tries the element again where it stopped. NOT_FOUND: no such incident. FAILED_PRECONDITION: its job has no retries left (see updateJobRetries). */
  resolveIncident(incidentKey: Key): Promise<void>;

  /** Evaluates a deployed decision outside any process. NOT_FOUND: no such decision. INVALID_ARGUMENT: the table fails on these variables. */
  evaluateDecision(decision: { readonly decisionKey: Key } | { readonly decisionId: string }, variables: Variables): Promise<{ readonly decisionKey: Key; readonly output: JsonValue }>;

  /** Starts handling jobs of a type. */
  openWorker(worker: JobWorker): OpenWorker;

  /** Stops taking commands and waits for what is under way. */
  close(): Promise<void>;
}
