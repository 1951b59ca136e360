import type { Difference } from './trace.ts';

/** A difference that is meant, with its reason. The run fails on every other. */
export interface KnownDifference {
  /** Name of the scenario. */
  readonly scenario: string;
  /** Number of the step, deployment included. */
  readonly step: number;
  readonly part: Difference['part'];
  readonly reason: string;
}

export const knownDifferences: readonly KnownDifference[] = [
  {
    scenario: 'life-cycle/with-result-cancelled', step: 3, part: 'results',
    reason: 'Zeebe leaves who waits for the result of a cancelled instance without an answer until the call’s own time is over; ours says at once that there will be none',
  },
];

/** The reason why a difference is meant, if it is. */
export function reasonOf(scenario: string, { step, part }: Difference): string | undefined {
  return knownDifferences.find((known) => known.scenario === scenario && step.startsWith(`${known.step}. `) && known.part === part)?.reason;
}
