import type { TableText } from '@gbc/engine/behaviour';
import type { ProcessText } from './notation/notation.ts';
import type { ScenarioRun } from './run-scenario.ts';

type Values = Readonly<Record<string, unknown>>;

/** Which job a step means: of those seen and not answered yet with this type, the first or `nth`; with `answered`, the last one answered. */
export interface JobReference {
  readonly nth?: number;
  readonly answered?: true;
}

/** Names the instance that a step means; left out, the first of the scenario. */
interface OfInstance {
  readonly of?: string;
}

/** What a client is to see after a step, written by hand where the real test engine can't be the judge. */
export interface Expectation {
  /** `OK` or a gRPC status. */
  readonly answer?: string;
  /** Jobs that appear, in order: their elements, or element and what else is to be so. */
  readonly jobs?: readonly (string | Values)[];
  /** Lines of the trace that must be there, as `completed end`. */
  readonly elements?: readonly string[];
  readonly incidents?: readonly string[];
}

/** The first key is the verb. Durations are ISO 8601. */
export type Step = { readonly expect?: Expectation } & (
  | { readonly deploy: readonly string[] }
  | ({ readonly create: string; readonly version?: number; readonly variables?: Values; readonly as?: string; readonly at?: readonly string[] } & { readonly result?: boolean | readonly string[] })
  | ({ readonly complete: string; readonly variables?: Values } & JobReference)
  | ({ readonly fail: string; readonly retries: number; readonly backOff?: string; readonly message?: string; readonly variables?: Values } & JobReference)
  | ({ readonly throw: string; readonly code: string; readonly message?: string; readonly variables?: Values } & JobReference)
  | ({ readonly retriesOf: string; readonly retries: number } & JobReference)
  | ({ readonly timeoutOf: string; readonly timeout: string } & JobReference)
  | { readonly publish: string; readonly key?: string; readonly ttl?: string; readonly id?: string; readonly variables?: Values }
  | { readonly broadcast: string; readonly variables?: Values }
  | { readonly advance: string }
  | ({ readonly set: Values; readonly in?: string; readonly local?: boolean } & OfInstance)
  | { readonly resolve: string; readonly again?: true }
  | ({ readonly modify: { readonly activate?: readonly ({ readonly element: string; readonly inside?: string; readonly variables?: Values; readonly scope?: string })[]; readonly terminate?: readonly string[] } } & OfInstance)
  | { readonly cancel: string }
  | { readonly completeTask: string; readonly variables?: Values }
  | { readonly assignTask: string; readonly to: string }
  | { readonly delete: string; readonly version?: number }
  | { readonly evaluate: string; readonly variables?: Values }
);

/** A declarative file of `scenarios/`: what is deployed, and what a client then does. */
export interface Scenario {
  /** What it shows, in a sentence. */
  readonly about: string;
  /** Why the real test engine can't judge it: then `expect` does. */
  readonly notJudgedBecause?: string;
  /** A single process, named like the scenario. */
  readonly process?: ProcessText;
  readonly processes?: Readonly<Record<string, ProcessText>>;
  readonly decisions?: Readonly<Record<string, TableText & { readonly id?: string; readonly versionTag?: string }>>;
  /** Their labels. */
  readonly forms?: Readonly<Record<string, string>>;
  /** Files as they are. */
  readonly files?: Readonly<Record<string, string>>;
  /** Job types that stand in no process because FEEL makes them. */
  readonly jobTypes?: readonly string[];
  /** For how long a job is taken. Default a day. */
  readonly jobTimeout?: string;
  /** Unless one of them deploys, all is deployed together before the first. */
  readonly steps: readonly Step[];
}

/** Decides the steps after the written ones from what is to be seen on its own engine. */
export interface Walk {
  next(run: ScenarioRun): Step | undefined;
}

export interface NamedScenario extends Scenario {
  readonly name: string;
  /** The folder it stands in: the need that it is about. */
  readonly bullet: string;
  /** Makes a walk, the same for each engine. */
  readonly walk?: () => Walk;
}
