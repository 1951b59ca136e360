/** What a client saw of a scenario, free of keys and times, so that traces of two engines can be compared. */
export interface Trace {
  readonly steps: readonly Observation[];
}

export interface Observation {
  /** The step as text. */
  readonly step: string;
  /** `OK`, what was answered beyond that, or the gRPC status. */
  readonly answer: unknown;
  /** The words of a refusal, for the reader; they aren't compared. */
  readonly detail: string;
  /** What the engine itself failed of, for the reader and for the known differences; it isn't compared. */
  readonly failure: string;
  /** Jobs that could be had after the step, in the order of their keys. */
  readonly jobs: readonly SeenJob[];
  /** Answers to `create` with `result` that came meanwhile. */
  readonly results: readonly unknown[];
  /** Native user tasks that opened, were assigned or closed. */
  readonly tasks: readonly unknown[];
  /** `raised JOB_NO_RETRIES at a`, `resolved at a`. */
  readonly incidents: readonly string[];
  /** `instance1: entered a`, sorted: which of two tokens moves first shows in the order of the jobs alone. */
  readonly elements: readonly string[];
}

export interface SeenJob {
  readonly instance: string;
  readonly type: string;
  readonly element: string;
  readonly process: string;
  readonly version: number;
  readonly headers: unknown;
  readonly variables: unknown;
  readonly retries: number;
}

/** A place where two traces say different things. */
export interface Difference {
  readonly step: string;
  readonly part: string;
  readonly zeebe: unknown;
  readonly ours: unknown;
  /** The words of the refusal where one of them refused. */
  readonly detail?: string;
  /** What Zeebe itself failed of in this step. */
  readonly failure?: string;
}

const parts = ['answer', 'jobs', 'results', 'tasks', 'incidents', 'elements'] as const;

/** JSON with the entries of objects in the order of their names. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner);
}

/** The first step in which the traces differ, with every part that does; what comes later follows from it. */
export function differences(zeebe: Trace, ours: Trace): Difference[] {
  for (const [index, real] of zeebe.steps.entries()) {
    const own = ours.steps[index];
    const found = parts.filter((part) => canonical(real[part]) !== canonical(own?.[part])).map((part) => ({ step: `${index + 1}. ${real.step}`, part, zeebe: real[part], ours: own?.[part], detail: part === 'answer' ? real.detail || own?.detail || '' : '', failure: real.failure }));
    if (found.length > 0) return found;
  }
  return [];
}
