import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { dayInChina, fromBase64, toBase64, verifyCoseReceipt, verifyPacket, type Packet, type PacketSubject } from '@gbc/anchoring-verifier';
import type { Anchorer } from '../chain/anchorer.ts';
import type { Log } from '../log/log.ts';
import { startTestEvmNode, type TestEvmNode } from '../testing/anvil.ts';
import { commitEvents, enterHouse, silentLogger, type House } from '../testing/house.ts';
import { commit, paidApplication, redrawnModel } from '../testing/matters.ts';
import { until } from '../testing/until.ts';
import { Packets } from './packets.ts';

describe('an audit packet', () => {
  let house: House;
  let evm: TestEvmNode;
  let log: Log;
  let anchorer: Anchorer;
  let packets: Packets;

  before(async () => {
    house = await enterHouse();
    evm = await startTestEvmNode();
    house.onLeave(() => evm.kill());
    log = house.openLog();
    anchorer = house.openAnchorer(log, evm.url);
    packets = new Packets({ database: house.database, log, rpcUrl: evm.url, logger: silentLogger });
    await log.start();
    await commitEvents(house.database, 300);
    await commit(house.database, paidApplication('A-1'));
    await commit(house.database, [...redrawnModel('street-approval'), ...paidApplication('A-2')]);
    await commitEvents(house.database, 50);
    await anchorer.start();
    await until('all is anchored', async () => {
      const { rows } = await house.database.read<{ count: bigint }>('select count(*) from event');
      return anchorer.status().head?.treeSize === Number(rows[0]?.count);
    });
  });
  after(() => house.leave());

  const trust = () => ({ key: log.status().verifierKey as string, contract: anchorer.status().contract as string });
  const subjects = (): PacketSubject[] => [
    { kind: 'application', applicationId: 'A-1' },
    { kind: 'payment', applicationId: 'A-1', payoutNo: 1 },
    { kind: 'model', processId: 'street-approval', version: 4 },
    { kind: 'day', date: dayInChina(new Date()) },
  ];
  const typesOf = ({ events }: Packet) => events.map(({ event }) => (JSON.parse(event) as { type: string }).type);

  it('of each kind is verified offline, by a node, and by a block’s hash that was looked up', async () => {
    for (const subject of subjects()) {
      const packet = JSON.parse(JSON.stringify(await packets.packetFor(subject))) as Packet;
      const offline = await verifyPacket(packet, trust());
      assert.equal(offline.verdict, 'verified', JSON.stringify(offline.checks.filter(({ outcome }) => outcome === 'failed')));
      assert.ok(offline.checks.some(({ id, outcome }) => id === 'transaction' && outcome === 'passed'));
      assert.equal((await verifyPacket(packet, { ...trust(), rpc: evm.url })).verdict, 'verified');
      const { contract } = trust();
      assert.equal((await verifyPacket(packet, { contract, block: packet.anchor?.blockHash as string })).verdict, 'verified');
      assert.equal((await verifyPacket(packet, { contract })).verdict, 'unverified', 'a block that nobody vouches for');
      assert.equal((await verifyPacket(packet, { contract, block: `0x${'12'.repeat(32)}` })).verdict, 'failed');
    }
  });

  it('is the same as a COSE Receipt, verified by the log’s key', async () => {
    for (const subject of subjects()) {
      const file = await packets.coseReceiptFor(subject);
      const { verdict, checks, report } = await verifyCoseReceipt(file, { key: trust().key });
      assert.equal(verdict, 'verified', JSON.stringify(checks.filter(({ outcome }) => outcome === 'failed')));
      assert.equal(report?.proves[0]?.en.split(',')[0], `${(await packets.packetFor(subject)).events.length} events`);
    }
    await assert.rejects(packets.coseReceiptFor({ kind: 'application', applicationId: 'A-9' }), { code: 'packet.empty' });
  });

  it('holds what belongs to its matter and nothing else', async () => {
    const [application, payment, model, day] = await Promise.all(subjects().map((subject) => packets.packetFor(subject)));
    assert.equal(application?.events.length, 8);
    assert.deepEqual(typesOf(payment as Packet), ['applicationSubmitted', 'decisionRecorded', 'decisionAccepted', 'holdTaken', 'decisionRecorded', 'decisionAccepted', 'transferPosted']);
    assert.deepEqual(typesOf(model as Packet), ['modelProposed', 'modelDecided', 'modelDeployed']);
    assert.ok((day?.events.length ?? 0) >= 369);
  });

  it('says what it proves, since when, by whom signed, and what it can’t prove', async () => {
    const packet = await packets.packetFor({ kind: 'payment', applicationId: 'A-1', payoutNo: 1 });
    const { report } = await verifyPacket(packet, trust());
    assert.ok(report);
    for (const part of [report.proves, report.since, report.signers, report.limits]) {
      assert.ok(part.length > 0);
      for (const { zh, en } of part) assert.ok(/\p{Script=Han}/u.test(zh) && !/\p{Script=Han}/u.test(en), zh + en);
    }
    assert.ok(report.since[0]?.en.includes(packet.anchor?.blockTime as string));
    assert.deepEqual((await verifyPacket({ ...packet, anchor: null }, trust())).report?.since[0]?.en, 'No independent time: the only clock is the word of the log itself.');
  });

  it('fails with anything in it altered, left out or put in', async () => {
    const packet = await packets.packetFor({ kind: 'payment', applicationId: 'A-1', payoutNo: 1 });
    const other = await packets.packetFor({ kind: 'payment', applicationId: 'A-2', payoutNo: 1 });
    const { events, anchor } = packet;
    const evidence = anchor?.evidence;
    assert.ok(anchor && evidence);
    const flip = (text: string) => toBase64(fromBase64(text).map((byte, index) => (index === 7 ? byte ^ 1 : byte)));
    const flipHex = (hex: string, at: number) => `${hex.slice(0, at)}${hex[at] === '0' ? '1' : '0'}${hex.slice(at + 1)}`;
    const withEvent = (position: number, change: object) => ({ ...packet, events: events.with(position, { ...events[position]!, ...change }) });
    const altered: [string, unknown, string][] = [
      ['an amount', withEvent(3, { event: events[3]!.event.replace('12345', '92345') }), 'inclusion'],
      ['a salt', withEvent(2, { salt: flip(events[2]!.salt) }), 'inclusion'],
      ['a proof', withEvent(1, { inclusionProof: events[1]!.inclusionProof.with(2, flip(events[1]!.inclusionProof[2]!)) }), 'inclusion'],
      ['a place', withEvent(0, { leafIndex: events[0]!.leafIndex - 1 }), 'inclusion'],
      ['a repeated event', { ...packet, events: [...events, events.at(-1)] }, 'event'],
      ['an order', { ...packet, events: events.toReversed() }, 'event'],
      ['a decision left out', { ...packet, events: events.filter((_, position) => position !== 4) }, 'subject'],
      ['an event of another', { ...packet, events: [...events, ...other.events] }, 'subject'],
      ['another subject', { ...packet, subject: other.subject }, 'subject'],
      ['a checkpoint', { ...packet, checkpoint: packet.checkpoint.replace(/\n\d+\n/, '\n9999\n') }, 'signature'],
      ['a header', { ...packet, anchor: { ...anchor, evidence: { ...evidence, header: flipHex(evidence.header, 60) } } }, 'header'],
      ['the receipts’ root', { ...packet, anchor: { ...anchor, evidence: { ...evidence, header: flipHex(evidence.header, 2 + 2 * 170) } } }, 'transaction'],
      ['a block', { ...packet, anchor: { ...anchor, blockHash: flipHex(anchor.blockHash, 20) } }, 'header'],
      ['a time', { ...packet, anchor: { ...anchor, blockTime: '2020-01-01T00:00:00.000Z' } }, 'header'],
      ['a transaction’s receipt', { ...packet, anchor: { ...anchor, evidence: { ...evidence, receiptProof: evidence.receiptProof.map((node) => flipHex(node, node.length - 5)) } } }, 'transaction'],
      ['a place in the block', { ...packet, anchor: { ...anchor, evidence: { ...evidence, transactionIndex: 1 } } }, 'transaction'],
      ['another contract', { ...packet, anchor: { ...anchor, contract: `0x${'12'.repeat(20)}` } }, 'contract'],
    ];
    for (const [what, json, id] of altered) {
      const { verdict, checks } = await verifyPacket(json, trust());
      const failed = checks.filter(({ outcome }) => outcome === 'failed').map((check) => check.id);
      assert.equal(verdict, 'failed', what);
      assert.ok(failed.includes(id as never), `${what}: ${failed} and not ${id}`);
    }
    const { checks } = await verifyPacket(withEvent(3, { event: events[3]!.event.replace('12345', '92345') }), trust());
    assert.ok(checks.some(({ sentence }) => sentence.en.includes(`leaf ${events[3]!.leafIndex}`)), 'the first bad leaf is named');
  });

  it('with a gap in its day fails, and the leaf before which something is missing is named', async () => {
    const packet = await packets.packetFor({ kind: 'day', date: dayInChina(new Date()) });
    const { checks } = await verifyPacket({ ...packet, events: packet.events.filter((_, position) => position !== 200) }, trust());
    assert.match(checks.find(({ outcome }) => outcome === 'failed')?.sentence.en ?? '', new RegExp(`before leaf ${packet.events[201]?.leafIndex}`));
  });

  it('needs no chain once the block was kept', async () => {
    const before = await packets.packetFor({ kind: 'application', applicationId: 'A-1' });
    const away = new Packets({ database: house.database, log, rpcUrl: 'http://127.0.0.1:1', logger: silentLogger });
    assert.deepEqual((await away.packetFor({ kind: 'application', applicationId: 'A-1' })).anchor, before.anchor);
  });

  it('about nothing is refused', async () => {
    for (const subject of [
      { kind: 'application', applicationId: 'none' },
      { kind: 'payment', applicationId: 'A-1', payoutNo: 2 },
      { kind: 'model', processId: 'street-approval', version: 9 },
      { kind: 'day', date: '2001-01-01' },
    ] as const) {
      await assert.rejects(packets.packetFor(subject), { code: 'packet.empty' });
    }
  });
});
