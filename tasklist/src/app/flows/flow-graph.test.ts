import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { MoneyPicture } from '../../api/models/money-picture';
import type { Organisation } from '../../api/models/organisation';
import { flowGraph, shownMax, type FlowNode } from './flow-graph.ts';

const kinds: Record<string, Organisation['kind']> = { district: 'district', department: 'department', street: 'street' };
const organisationOf = (organisationId: string): Organisation => ({ organisationId, kind: kinds[organisationId] ?? 'firm', nameZh: '', nameEn: '', creditCode: '', parentId: null });

type Flow = readonly [from: string, to: string, amountFen: number, returnedFen?: number];

/** A deposit `d1` is what begins with `d`; `bank` is custody. */
function pictureOf(...flows: readonly Flow[]): MoneyPicture {
  const ids = [...new Set(flows.flatMap(([from, to]) => [from, to]))];
  const isDeposit = (id: string): boolean => /^d\d/.test(id);
  return {
    accounts: ids.filter((id) => !isDeposit(id)).map((id) => ({ accountId: id, kind: id === 'bank' ? 'custody' : id.startsWith('operating') ? 'operating' : 'holding', organisationId: id === 'bank' ? null : id.replace('operating of ', ''), projectId: 'p' })),
    deposits: ids.filter(isDeposit).map((adviceId) => ({ adviceId, lotId: adviceId, reference: adviceId, valueDate: null, amountFen: 0 })),
    flows: flows.map(([from, to, amountFen, returnedFen = 0]) => ({ fromAccountId: isDeposit(from) ? null : from, adviceId: isDeposit(from) ? from : null, toAccountId: to, amountFen, returnedFen, transferCount: 1, isBefore: false })),
  };
}

const chain: Flow[] = [['d1', 'district', 100], ['district', 'department', 60], ['department', 'operating of department', 5], ['department', 'street', 40], ['street', 'firm', 30], ['firm', 'bank', 10]];
const byId = (nodes: readonly FlowNode[]): Map<string, FlowNode> => new Map(nodes.map((node) => [node.id, node]));

describe('the graph of money flows', () => {
  test('has a place for every account in the column of its tier, with what is left of what came in', () => {
    const { nodes, links, undrawn } = flowGraph(pictureOf(...chain), organisationOf);
    assert.deepEqual(nodes.map(({ id, stage, inFen, outFen, leftFen }) => [id, stage, inFen, outFen, leftFen]), [
      ['deposit:d1', 'deposit', 0, 100, 0],
      ['district', 'district', 100, 60, 40],
      ['department', 'department', 60, 45, 15],
      ['operating of department', 'payee', 5, 0, 5],
      ['street', 'street', 40, 30, 10],
      ['firm', 'payee', 30, 10, 20],
      ['bank', 'redeemed', 10, 0, 0],
    ]);
    assert.equal(links.length, chain.length);
    assert.deepEqual(undrawn, []);
  });

  test('takes small payees together, keeps their sums, and opens them again', () => {
    const firms = Array.from({ length: 100 }, (_, index): Flow => ['street', `firm ${index}`, 100 - index]);
    const redeemed = firms.slice(50).map(([, firm]): Flow => [firm, 'bank', 1]);
    const total = firms.reduce((sum, [, , fen]) => sum + fen, 0);
    const picture = pictureOf(['d1', 'street', total], ...firms, ...redeemed);
    const { nodes, links } = flowGraph(picture, organisationOf);
    const others = byId(nodes).get('others:payee');
    const shownFen = firms.slice(0, shownMax).reduce((sum, [, , fen]) => sum + fen, 0);
    assert.deepEqual([others?.count, others?.inFen, others?.outFen, others?.leftFen], [100 - shownMax, total - shownFen, 50, total - shownFen - 50]);
    assert.equal(links.find(({ to }) => to === 'others:payee')?.flows.length, 100 - shownMax);
    assert.equal(nodes.length, shownMax + 4);
    const opened = flowGraph(picture, organisationOf, new Set(['others:payee']));
    assert.equal(opened.nodes.length, 103);
    assert.equal(opened.links.length, 151);
  });

  test('draws nothing in a circle and nothing that came back whole, and says which flows those are', () => {
    const { nodes, links, undrawn } = flowGraph(pictureOf(...chain, ['street', 'wrong', 0, 7], ['street', 'department', 1]), organisationOf);
    assert.deepEqual(undrawn.map(({ toAccountId }) => toAccountId), ['department', 'wrong']);
    assert.equal(links.length, chain.length);
    assert.equal(byId(nodes).has('wrong'), false);
    assert.equal(byId(nodes).get('street')?.leftFen, 9);
  });

  test('is empty where no money flowed', () => {
    assert.deepEqual(flowGraph(pictureOf(), organisationOf), { nodes: [], links: [], undrawn: [] });
  });
});
