import type { MoneyFlow } from '../../api/models/money-flow';
import type { MoneyPicture } from '../../api/models/money-picture';
import type { Organisation } from '../../api/models/organisation';

/** The columns of the picture, in the order in which money passes them. */
export const stages = ['deposit', 'district', 'department', 'street', 'payee', 'redeemed'] as const;
export type Stage = (typeof stages)[number];

/** A place that money passes: a deposit, an account, what the bank paid out, or several small ones taken together. */
export interface FlowNode {
  readonly id: string;
  readonly stage: Stage;
  readonly organisationId: string | null;
  /** Of a deposit. */
  readonly adviceId: string | null;
  readonly isOperating: boolean;
  /** How many places this stands for; 1 but for those taken together. */
  readonly count: number;
  readonly inFen: number;
  readonly outFen: number;
  /** What came in and has not gone on; nothing where the picture begins, and of what was paid out. */
  readonly leftFen: number;
}

export interface FlowLink {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly amountFen: number;
  readonly flows: readonly MoneyFlow[];
}

export interface FlowGraph {
  readonly nodes: readonly FlowNode[];
  /** What can be drawn from left to right. */
  readonly links: readonly FlowLink[];
  /** What would lead in a circle, and what came back whole: in the table alone. */
  readonly undrawn: readonly MoneyFlow[];
}

/** Places of one column that are drawn by themselves; the smaller ones beyond are taken together. */
export const shownMax = 8;

export const sourceOf = ({ fromAccountId, adviceId }: MoneyFlow): string => fromAccountId ?? `deposit:${adviceId}`;
export const linkId = (from: string, to: string): string => `${from}>${to}`;
export const flowId = (flow: MoneyFlow): string => linkId(sourceOf(flow), flow.toAccountId);
const othersId = (stage: Stage): string => `others:${stage}`;

/** Which column a member's accounts stand in. */
function stageOf(organisation: Organisation | undefined): Stage {
  const kind = organisation?.kind;
  return kind === 'district' || kind === 'department' || kind === 'street' ? kind : 'payee';
}

type Place = Pick<FlowNode, 'id' | 'stage' | 'organisationId' | 'adviceId' | 'isOperating'>;

function placesOf(picture: MoneyPicture, organisationOf: (organisationId: string) => Organisation | undefined): Map<string, Place> {
  const deposits = picture.deposits.map(({ adviceId }): Place => ({ id: `deposit:${adviceId}`, stage: 'deposit', organisationId: null, adviceId, isOperating: false }));
  const accounts = picture.accounts.map(({ accountId, kind, organisationId }): Place => {
    const isOperating = kind === 'operating';
    const stage = kind === 'custody' ? 'redeemed' : isOperating ? 'payee' : stageOf(organisationId ? organisationOf(organisationId) : undefined);
    return { id: accountId, stage, organisationId, adviceId: null, isOperating };
  });
  return new Map([...deposits, ...accounts].map((place) => [place.id, place]));
}

/** Flows as money passes them: tier by tier, the larger first. */
export function inOrder(picture: MoneyPicture, organisationOf: (organisationId: string) => Organisation | undefined): MoneyFlow[] {
  const places = placesOf(picture, organisationOf);
  const rank = (flow: MoneyFlow): number => stages.indexOf(places.get(sourceOf(flow))?.stage ?? 'redeemed');
  return [...picture.flows].sort((a, b) => rank(a) - rank(b) || b.amountFen - a.amountFen);
}

/** Links without those that close a circle: nothing can be drawn to the right of itself. */
function withoutCircles(flows: readonly MoneyFlow[]): { drawn: MoneyFlow[]; undrawn: MoneyFlow[] } {
  const after = new Map<string, string[]>();
  const leadsTo = (from: string, to: string): boolean => from === to || (after.get(from) ?? []).some((next) => leadsTo(next, to));
  const drawn: MoneyFlow[] = [];
  const undrawn: MoneyFlow[] = [];
  for (const flow of [...flows].sort((a, b) => b.amountFen - a.amountFen)) {
    const from = sourceOf(flow);
    if (flow.amountFen === 0 || leadsTo(flow.toAccountId, from)) undrawn.push(flow);
    else {
      drawn.push(flow);
      after.set(from, [...(after.get(from) ?? []), flow.toAccountId]);
    }
  }
  return { drawn, undrawn };
}

/** The small places of each column and what they are taken together as, but for columns that the reader opened. */
function groupsOf(places: ReadonlyMap<string, Place>, sizeOf: (id: string) => number, opened: ReadonlySet<string>): Map<string, string> {
  const groupOf = new Map<string, string>();
  for (const stage of stages) {
    const ids = [...places.values()].filter((place) => place.stage === stage && sizeOf(place.id) > 0).map(({ id }) => id);
    if (ids.length <= shownMax + 1 || opened.has(othersId(stage))) continue;
    const small = ids.sort((a, b) => sizeOf(b) - sizeOf(a)).slice(shownMax);
    for (const id of small) groupOf.set(id, othersId(stage));
  }
  return groupOf;
}

function sumBy<T>(items: readonly T[], keyOf: (item: T) => string, fenOf: (item: T) => number): Map<string, number> {
  const sums = new Map<string, number>();
  for (const item of items) sums.set(keyOf(item), (sums.get(keyOf(item)) ?? 0) + fenOf(item));
  return sums;
}

/**
 * The flows as a graph that can be drawn from left to right. What flows into a place is what flows out of it and what it has left;
 * the picture's own sums say so, whatever was taken together.
 */
export function flowGraph(picture: MoneyPicture, organisationOf: (organisationId: string) => Organisation | undefined, opened: ReadonlySet<string> = new Set()): FlowGraph {
  const places = placesOf(picture, organisationOf);
  const { drawn, undrawn } = withoutCircles(picture.flows);
  const fenOf = (flow: MoneyFlow): number => flow.amountFen;
  const into = sumBy(picture.flows, ({ toAccountId }) => toAccountId, fenOf);
  const outOf = sumBy(picture.flows, sourceOf, fenOf);
  const groupOf = groupsOf(places, (id) => Math.max(into.get(id) ?? 0, outOf.get(id) ?? 0), opened);
  const nodeOf = (id: string): string => groupOf.get(id) ?? id;

  const links = new Map<string, { from: string; to: string; amountFen: number; flows: MoneyFlow[] }>();
  for (const flow of drawn) {
    const [from, to] = [nodeOf(sourceOf(flow)), nodeOf(flow.toAccountId)];
    const link = links.get(linkId(from, to)) ?? { from, to, amountFen: 0, flows: [] };
    link.amountFen += flow.amountFen;
    link.flows.push(flow);
    links.set(linkId(from, to), link);
  }
  const linked = new Set([...links.values()].flatMap(({ from, to }) => [from, to]));
  const nodes = new Map<string, FlowNode>();
  for (const place of places.values()) {
    const id = nodeOf(place.id);
    if (!linked.has(id)) continue;
    const inFen = into.get(place.id) ?? 0;
    const outFen = outOf.get(place.id) ?? 0;
    // Where the picture begins, nothing came in.
    const leftFen = inFen === 0 || place.stage === 'redeemed' ? 0 : inFen - outFen;
    const known = nodes.get(id);
    nodes.set(
      id,
      known
        ? { ...known, count: known.count + 1, inFen: known.inFen + inFen, outFen: known.outFen + outFen, leftFen: known.leftFen + leftFen }
        : { ...place, id, ...(id === place.id ? {} : { organisationId: null, adviceId: null, isOperating: false }), count: 1, inFen, outFen, leftFen },
    );
  }
  return { nodes: [...nodes.values()], links: [...links].map(([id, link]) => ({ id, ...link })), undrawn };
}
