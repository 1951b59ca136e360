import type { TrailStep } from '../../api/models/trail-step';

export interface TrailNode {
  /** `undefined` for the custody account at the bank. */
  organisationId: string | undefined;
}

export interface TrailHop {
  from: TrailNode;
  to: TrailNode;
  amountFen: number;
  /** Whether any of it still waits to be posted. */
  isPending: boolean;
  kind: TrailStep['kind'];
}

/**
 * The hops of the money in the order it took them, those between the same two members added up. Voided holds moved
 * nothing and are left out.
 */
export function hopsOf(steps: readonly TrailStep[]): TrailHop[] {
  const hops = new Map<string, TrailHop>();
  for (const step of steps) {
    if (step.state === 'voided') continue;
    const key = `${step.fromOrganisationId}>${step.toOrganisationId}`;
    const known = hops.get(key);
    if (known) {
      known.amountFen += step.amountFen;
      known.isPending ||= step.state === 'pending';
      continue;
    }
    hops.set(key, {
      from: { organisationId: step.fromOrganisationId ?? undefined },
      to: { organisationId: step.toOrganisationId ?? undefined },
      amountFen: step.amountFen,
      isPending: step.state === 'pending',
      kind: step.kind,
    });
  }
  return [...hops.values()].sort((a, b) => depthOf(a, [...hops.values()]) - depthOf(b, [...hops.values()]));
}

/** How many hops lie before this one; members appear once, so the walk ends. */
function depthOf(hop: TrailHop, all: TrailHop[], seen = new Set<TrailHop>()): number {
  if (seen.has(hop)) return 0;
  seen.add(hop);
  const before = all.filter((it) => it !== hop && it.to.organisationId === hop.from.organisationId);
  return before.length === 0 ? 0 : 1 + Math.max(...before.map((it) => depthOf(it, all, seen)));
}
