/**
 * The notation of processes in scenarios. A process is its flows, one path a line, and what its elements
 * are; an element that isn't described is a none start event (`start...`), a none end event (`end...`), else a service task whose
 * job type is its id.
 */

/** What an event waits for or throws. */
export interface Trigger {
  /** A duration, a cycle (`R...` or cron), or a date. */
  readonly timer?: string | { readonly date: string } | { readonly duration: string } | { readonly cycle: string };
  /** A message's name; `key` is its correlation key, left out `="k"`, and none at the start of a process. */
  readonly message?: string;
  readonly key?: string;
  readonly signal?: string;
  /** A code, or `any` to catch each. */
  readonly error?: string;
  readonly escalation?: string;
  readonly link?: string;
  readonly terminate?: true;
  readonly compensate?: true;
  readonly conditional?: string;
}

interface Binding {
  readonly binding?: 'latest' | 'deployment' | 'versionTag';
  readonly versionTag?: string;
}

/** One of the first keys says what kind of element it is; the rest describes it. FEEL is written with its `=`. */
export interface ElementText extends Trigger, Binding {
  /** Job type; for `send` likewise. */
  readonly service?: string;
  readonly send?: string;
  readonly task?: true;
  readonly manual?: true;
  /** FEEL, its value goes to `result`. */
  readonly script?: string;
  /** Id of a decision, its value goes to `result`. */
  readonly rule?: string;
  /** Name of a message. */
  readonly receive?: string;
  readonly user?: 'native' | 'job';
  /** Id of a process. */
  readonly call?: string;
  readonly subprocess?: BodyText;
  readonly eventSubprocess?: BodyText;
  readonly gateway?: 'exclusive' | 'parallel' | 'inclusive' | 'eventBased' | 'complex';
  readonly start?: true;
  readonly catch?: true;
  readonly throw?: true;
  readonly end?: true;
  /** The activity it is attached to. */
  readonly boundary?: string;
  /** Of a boundary event or the start of an event subprocess. Left out, it interrupts. */
  readonly interrupting?: boolean;

  readonly retries?: string;
  readonly result?: string;
  readonly input?: Readonly<Record<string, string>>;
  readonly output?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly listeners?: readonly { readonly on: string; readonly type: string; readonly retries?: string }[];
  readonly multi?: {
    readonly over: string;
    readonly element?: string;
    readonly collect?: string;
    readonly into?: string;
    readonly sequential?: boolean;
    readonly until?: string;
  };
  /** Of a call activity: `none` of the child's variables come back, or its own see `none` of the parent's. */
  readonly childVariables?: boolean;
  readonly parentVariables?: boolean;
  /** Of a user task. */
  readonly assignee?: string;
  readonly candidateGroups?: string;
  readonly candidateUsers?: string;
  readonly dueDate?: string;
  readonly followUpDate?: string;
  readonly priority?: string;
  readonly form?: string;
  readonly externalForm?: string;
  readonly formKey?: string;
}

/** What a process or a subprocess consists of. */
export interface BodyText {
  /** `a -> b -> c`, with ` if FEEL` or ` default` after the last element of a path that leaves a gateway. */
  readonly flow?: readonly string[];
  readonly elements?: Readonly<Record<string, ElementText>>;
}

export interface ProcessText extends BodyText {
  /** Left out, the name it has in the scenario. */
  readonly id?: string;
  readonly versionTag?: string;
  readonly listeners?: ElementText['listeners'];
}
