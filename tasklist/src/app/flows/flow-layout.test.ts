import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FlowGraph, FlowNode, Stage } from './flow-graph.ts';
import { flowLayout } from './flow-layout.ts';

const node = (id: string, stage: Stage, inFen: number, outFen: number): FlowNode => ({ id, stage, organisationId: null, adviceId: null, isOperating: false, count: 1, inFen, outFen, leftFen: stage === 'deposit' || stage === 'redeemed' ? 0 : inFen - outFen });
const link = (from: string, to: string, amountFen: number): FlowGraph['links'][number] => ({ id: `${from}>${to}`, from, to, amountFen, flows: [] });

// Nobody was paid yet, but the department keeps a share: the money has gone four steps, and there are five columns.
const graph: FlowGraph = {
  nodes: [node('in', 'deposit', 0, 100), node('district', 'district', 100, 60), node('department', 'department', 60, 45), node('street', 'street', 40, 0), node('share', 'payee', 5, 0)],
  links: [link('in', 'district', 100), link('district', 'department', 60), link('department', 'street', 40), link('department', 'share', 5)],
  undrawn: [],
};

test('each tier has a column of its own, also where no money has gone through all of them', () => {
  const { columns, nodes, links } = flowLayout(graph, 1000, 160);
  assert.deepEqual(columns.map(({ stage }) => stage), ['deposit', 'district', 'department', 'street', 'payee']);
  assert.deepEqual(nodes.map(({ column }) => column), [0, 1, 2, 3, 4]);
  const xs = columns.map(({ x }) => x);
  assert.deepEqual(xs, xs.toSorted((a, b) => a - b));
  assert.equal(new Set(xs).size, 5);
  assert.equal(links.length, 4);
  for (const { path } of links) assert.doesNotMatch(path, /NaN/);
});

test('a bar is as high as its money, and tells what went on from what is left', () => {
  const placed = new Map(flowLayout(graph, 1000, 160).nodes.map((it) => [it.node.id, it]));
  const heightOf = (id: string): number => placed.get(id)?.height ?? 0;
  assert.ok(Math.abs(heightOf('district') / heightOf('department') - 100 / 60) < 0.01);
  assert.ok(Math.abs((placed.get('district')?.passedHeight ?? 0) / heightOf('district') - 0.6) < 0.001);
  assert.equal(placed.get('street')?.passedHeight, 0);
});

test('bars of a column stand apart, a hundred of them too', () => {
  const firms = Array.from({ length: 100 }, (_, index) => node(`firm ${index}`, 'payee', index + 1, 0));
  const { nodes, height } = flowLayout({ nodes: [node('street', 'street', 5050, 5050), ...firms], links: firms.map(({ id, inFen }) => link('street', id, inFen)), undrawn: [] }, 1000, 160);
  const bars = nodes.filter(({ node: { stage } }) => stage === 'payee').sort((a, b) => a.y - b.y);
  bars.reduce((above, bar) => (assert.ok(bar.y >= above.y + above.height), bar));
  assert.ok((bars.at(-1)?.y ?? Infinity) < height);
});
