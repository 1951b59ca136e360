import { sankey, sankeyLinkHorizontal, type SankeyLink, type SankeyNode } from 'd3-sankey';
import { stages, type FlowGraph, type FlowLink, type FlowNode, type Stage } from './flow-graph.ts';

export interface PlacedNode {
  readonly node: FlowNode;
  readonly column: number;
  readonly x: number;
  readonly y: number;
  readonly height: number;
  /** How much of the height went on; the rest is what is left. */
  readonly passedHeight: number;
}

export interface PlacedLink {
  readonly link: FlowLink;
  readonly path: string;
  readonly width: number;
  readonly target: FlowNode;
}

export interface FlowLayout {
  readonly width: number;
  readonly height: number;
  readonly columns: readonly { readonly stage: Stage; readonly x: number }[];
  readonly nodes: readonly PlacedNode[];
  readonly links: readonly PlacedLink[];
}

export const barWidth = 14;
/** Room above the picture for the names of its columns, and for the label of a thin bar at its top. */
const headHeight = 44;
/** What a label of two lines takes. */
const labelHeight = 40;
/** Nothing that is there is thinner than can be seen and clicked. */
const linkWidthMin = 1.5;

interface Placing {
  readonly id: string;
  readonly column: number;
  readonly node?: FlowNode;
}
interface Linking {
  readonly link?: FlowLink;
}
type Placed = SankeyNode<Placing, Linking>;
type Linked = SankeyLink<Placing, Linking>;

/**
 * Columns are as many as the library finds steps one after the other; a chain too thin to be seen through all of ours makes it find
 * them all, also where no money has gone the whole way yet.
 */
const chainFen = 1e-6;

/** Where everything stands on a width of so many pixels: one column a stage that has something, money from left to right. */
export function flowLayout({ nodes, links }: FlowGraph, width: number, labelWidth: number): FlowLayout {
  const shown = stages.filter((stage) => nodes.some((node) => node.stage === stage));
  const columnOf = new Map(shown.map((stage, column) => [stage, column]));
  const fullest = Math.max(0, ...shown.map((stage) => nodes.filter((node) => node.stage === stage).length));
  const height = headHeight + Math.max(260, fullest * (labelHeight + 12));
  if (nodes.length === 0) return { width, height, columns: [], nodes: [], links: [] };

  const chain = shown.map((stage, column): Placing => ({ id: `chain ${stage}`, column }));
  const layout = sankey<Placing, Linking>()
    .nodeId(({ id }) => id)
    .nodeAlign(({ column }) => column)
    .nodeWidth(barWidth)
    .nodePadding(labelHeight)
    .extent([[0, headHeight], [width - labelWidth, height - labelHeight / 2]]);
  const placed = layout({
    nodes: [...nodes.map((node): Placing => ({ id: node.id, column: columnOf.get(node.stage) ?? 0, node })), ...chain],
    links: [
      ...links.map((link): Linked => ({ source: link.from, target: link.to, value: link.amountFen, link })),
      ...chain.slice(1).map((it, index): Linked => ({ source: chain[index]?.id ?? '', target: it.id, value: chainFen })),
    ],
  });
  const pathOf = sankeyLinkHorizontal<Placing, Linking>();
  return {
    width,
    height,
    columns: shown.map((stage, column) => ({ stage, x: placed.nodes.find((it) => it.column === column)?.x0 ?? 0 })),
    nodes: placed.nodes.flatMap((it) => (it.node ? [placedNode(it, it.node)] : [])),
    links: placed.links.flatMap((it) => {
      const target = (it.target as Placed).node;
      return it.link && target ? [{ link: it.link, path: pathOf(it) ?? '', width: Math.max(linkWidthMin, it.width ?? 0), target }] : [];
    }),
  };
}

function placedNode({ x0 = 0, y0 = 0, y1 = 0, column }: Placed, node: FlowNode): PlacedNode {
  const height = Math.max(2, y1 - y0);
  const whole = Math.max(node.inFen, node.outFen);
  const passed = node.stage === 'redeemed' ? 1 : whole === 0 ? 0 : (whole - node.leftFen) / whole;
  return { node, column, x: x0, y: y0, height, passedHeight: height * passed };
}
