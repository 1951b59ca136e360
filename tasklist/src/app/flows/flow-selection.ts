import { flowId, sourceOf, type FlowGraph, type FlowNode } from './flow-graph.ts';
import type { MoneyFlow } from '../../api/models/money-flow';

/** A band or a bar that the reader chose. */
export interface FlowSelection {
  readonly kind: 'link' | 'node';
  readonly id: string;
}

/** Whether a band or bar belongs to what is chosen: itself, what it touches. */
export function isTouched({ links }: FlowGraph, { kind, id }: FlowSelection, other: string): boolean {
  if (id === other) return true;
  if (kind === 'node') return links.some((link) => (link.from === id || link.to === id) && [link.id, link.from, link.to].includes(other));
  const link = links.find((it) => it.id === id);
  return link !== undefined && (link.from === other || link.to === other);
}

/** The flows of the table that a selection means. Of a row that is drawn with others, or not at all, the row's own id is the selection. */
export function flowsOf(flows: readonly MoneyFlow[], graph: FlowGraph, selection: FlowSelection | undefined): readonly MoneyFlow[] {
  if (!selection) return flows;
  const { kind, id } = selection;
  if (kind === 'link') {
    const drawn = graph.links.find((link) => link.id === id)?.flows;
    return drawn ?? flows.filter((flow) => flowId(flow) === id);
  }
  const ids = new Set(graph.links.filter(({ from, to }) => from === id || to === id).flatMap((link) => link.flows.map(flowId)));
  return flows.filter((flow) => ids.has(flowId(flow)) || sourceOf(flow) === id || flow.toAccountId === id);
}

const sizeOf = ({ inFen, outFen }: FlowNode): number => Math.max(inFen, outFen);

/** Where an arrow key leads from a band or bar: along the money to the right and left, among its like up and down; undefined where nothing is. */
export function stepTo({ nodes, links }: FlowGraph, id: string, key: string): string | undefined {
  const link = links.find((it) => it.id === id);
  const bySize = (of: readonly (typeof links)[number][]): typeof links => [...of].sort((a, b) => b.amountFen - a.amountFen);
  if (key === 'ArrowRight') return link ? link.to : bySize(links.filter(({ from }) => from === id))[0]?.id;
  if (key === 'ArrowLeft') return link ? link.from : bySize(links.filter(({ to }) => to === id))[0]?.id;
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return undefined;
  const stage = nodes.find((node) => node.id === id)?.stage;
  const alike = link
    ? bySize(links.filter(({ from }) => from === link.from)).map((it) => it.id)
    : nodes.filter((node) => node.stage === stage).sort((a, b) => sizeOf(b) - sizeOf(a)).map((node) => node.id);
  return alike[alike.indexOf(id) + (key === 'ArrowDown' ? 1 : -1)];
}
