import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { verifyReceipt } from '@gbc/anchoring-verifier';
import { readProofStates } from '../receipts/proof-state.ts';
import { Receipts } from '../receipts/receipts.ts';
import type { Log } from '../log/log.ts';
import { commitEvents, enterHouse, type House } from '../testing/house.ts';
import { eventsOf, onStage, trustOf, verdictOf } from '../testing/stage.ts';
import { until } from '../testing/until.ts';
import { EvmNode } from './evm-node.ts';
import { readHead } from './registry.ts';

describe('anchoring', () => {
  it('deploys the contract, anchors what is new and proves it to a reader', () =>
    onStage(async (stage) => {
      const { house, evm, anchorer, receipts, log } = stage;
      const [first] = await stage.anchorMore(5) as [string];
      const { contract, chainId, lastAnchorAt } = anchorer.status();
      assert.deepEqual(await eventsOf(house, 'contractDeployed'), [{ chainId: 31_337, address: contract, previousAddress: null }]);
      assert.equal(chainId, 31_337);
      assert.ok(lastAnchorAt);
      const head = await readHead(new EvmNode(evm.rpc), contract as string);
      assert.equal(head.size, log.status().head?.treeSize);

      const receipt = await receipts.receiptFor(first);
      assert.equal(JSON.parse(receipt.event).id, first);
      assert.equal(await verdictOf(receipt, stage), 'verified');
      assert.equal((await verifyReceipt(receipt)).verdict, 'unverified');
      const [state] = await readProofStates(house.database.read, [first]);
      assert.deepEqual([state?.state, state?.leafIndex, state?.blockNumber], ['anchored', receipt.leafIndex, receipt.anchor?.blockNumber]);
    }));

  it('waits for enough leaves or enough time', () =>
    onStage(async ({ house, evm, log, anchorer, settled }) => {
      await until('something is anchored', () => anchorer.status().head);
      await settled();
      await anchorer.stop();
      let offsetMs = 0;
      const env = { now: () => new Date(Date.now() + offsetMs), newId: crypto.randomUUID.bind(crypto), randomBytes: Buffer.alloc };
      const slow = house.openAnchorer(log, evm.url, { env, intervalMs: 3_600_000, leavesMax: 50 });
      const before = anchorer.status().head?.treeSize as number;
      await slow.start();
      await commitEvents(house.database, 10);
      await until('the leaves are logged', () => log.status().head?.treeSize === before + 10);
      await until('it has looked', () => slow.status().head);
      assert.equal(slow.status().head?.treeSize, before);
      await commitEvents(house.database, 45);
      await until('the number is reached', () => slow.status().head?.treeSize === before + 55);
      await commitEvents(house.database, 1);
      await until('the leaf is logged', () => log.status().head?.treeSize === before + 56);
      offsetMs = 2 * 3_600_000;
      // The clock starts to run when the leaf is first seen, so let it be seen before and after.
      await until('the time is reached', () => {
        offsetMs += 3_600_000;
        return slow.status().head?.treeSize === before + 56;
      });
    }));

  it('does not stop the log while the chain is away, and catches up', () =>
    onStage(async (stage) => {
      const { house, evm, log, anchorer } = stage;
      const state = await stage.anchorMore(3);
      assert.equal(state.length, 3);
      await evm.kill();
      await until('the failure shows', () => anchorer.status().error?.code === 'anchor.failed');
      const size = log.status().head?.treeSize as number;
      await commitEvents(house.database, 4);
      assert.equal(await stage.logged(), size + 4, 'the log goes on');
      await evm.start();
      await stage.settled();
      assert.equal(anchorer.status().error, undefined);
    }));
});

describe('a chain that forgot', () => {
  it('is anchored again, with a new contract and new receipts', () =>
    onStage(async (stage) => {
      const { house, evm, anchorer, receipts } = stage;
      const [id] = await stage.anchorMore(5) as [string];
      const old = await receipts.receiptFor(id);
      const oldTrust = trustOf(stage);
      const anchoredSize = anchorer.status().head?.treeSize;
      await evm.kill();
      await evm.start();
      await until('the loss is seen', async () => (await eventsOf(house, 'chainForgot')).length === 1);
      await stage.settled();

      const [forgot] = await eventsOf(house, 'chainForgot');
      assert.deepEqual(forgot, { chainId: 31_337, address: oldTrust.contract, anchoredSize, foundSize: 0 });
      const deployed = await eventsOf(house, 'contractDeployed');
      assert.deepEqual(deployed[1], { chainId: 31_337, address: anchorer.status().contract, previousAddress: oldTrust.contract });

      const successors = async () => (await house.database.read<{ supersedes_id: string }>('select supersedes_id from log_receipt where supersedes_id is not null')).rows;
      // It follows the anchor, so the anchor being there doesn't say yet that it is.
      await until('the receipt is reissued without being asked', async () => (await successors()).length > 0);
      assert.deepEqual(await successors(), [{ supersedes_id: old.id }]);
      const renewed = await receipts.receipt(old.id);
      assert.equal(renewed.supersedes, old.id);
      assert.equal(renewed.event, old.event);
      assert.equal(await verdictOf(renewed, stage), 'verified');
      assert.equal((await verifyReceipt(old, { ...oldTrust })).verdict, 'failed');
      assert.equal((await verifyReceipt(old, { key: oldTrust.key })).verdict, 'verified', 'the log itself never forgot');
    }));

  it('also when it fell back to an earlier state with the contract still there', () =>
    onStage(async (stage) => {
      const { house, evm, receipts, anchorer } = stage;
      const [early] = await stage.anchorMore(5) as [string];
      const kept = await receipts.receiptFor(early);
      const foundSize = anchorer.status().head?.treeSize;
      const snapshot = await evm.rpc('evm_snapshot', []);
      const [late] = await stage.anchorMore(5) as [string];
      const lost = await receipts.receiptFor(late);
      const anchoredSize = anchorer.status().head?.treeSize;
      await evm.rpc('evm_revert', [snapshot]);
      await evm.rpc('anvil_mine', ['0xa']);
      await until('the loss is seen', async () => (await eventsOf(house, 'chainForgot')).length === 1);
      await stage.settled();

      assert.deepEqual(await eventsOf(house, 'chainForgot'), [
        { chainId: 31_337, address: anchorer.status().contract, anchoredSize, foundSize },
      ]);
      assert.equal((await eventsOf(house, 'contractDeployed')).length, 1);
      assert.equal(await verdictOf(await receipts.receipt(lost.id), stage), 'verified');
      assert.equal((await receipts.receipt(lost.id)).supersedes, lost.id);
      assert.equal((await receipts.receipt(kept.id)).id, kept.id, 'what the chain still has stays as it is');
      assert.equal(await verdictOf(kept, stage), 'verified');
    }));
});

describe('a crash', () => {
  it('between signing and sending, and between sending and recording, loses and doubles nothing', () =>
    onStage(async (stage) => {
      const { house, evm, log, anchorer } = stage;
      await stage.anchorMore(3);
      await anchorer.stop();
      const { rows: [row] } = await house.database.read<{ signed_tx: string; id: string; tree_size: bigint }>(
        `select id, tree_size, signed_tx from log_anchor where state = 'anchored' order by tree_size desc limit 1`);
      // Sent and mined, not recorded: as the row stood before the record was made.
      await house.database.read(`update log_anchor set state = 'sent', block_number = null, block_hash = null, block_time = null where id = $1`, [row?.id]);
      const second = house.openAnchorer(log, evm.url);
      await second.start();
      await until('the anchor is recorded', () => second.status().head?.treeSize === Number(row?.tree_size));
      await second.stop();

      // Signed and written down, never sent: a node that drops what it is sent.
      await evm.rpc('evm_setAutomine', [false]);
      const third = house.openAnchorer(log, evm.url);
      await third.start();
      await commitEvents(house.database, 2);
      await until('it is written down', async () => (await house.database.read(`select 1 from log_anchor where state = 'sent'`)).rows.length === 1);
      await third.stop();
      await evm.rpc('anvil_dropAllTransactions', []);
      await evm.rpc('evm_setAutomine', [true]);
      const fourth = house.openAnchorer(log, evm.url);
      await fourth.start();
      await until('all is anchored', () => fourth.status().head?.treeSize === log.status().head?.treeSize);
      const { rows } = await house.database.read<{ state: string }>('select state from log_anchor');
      assert.ok(rows.every(({ state }) => state === 'anchored'), 'the written transaction itself was sent again');
    }));

  it('after which our record of an anchor is gone: it is taken up from the chain', () =>
    onStage(async (stage) => {
      const { house, evm, log, anchorer } = stage;
      await stage.anchorMore(3);
      await anchorer.stop();
      const before = anchorer.status().head;
      await house.database.read('delete from log_anchor');
      const second = house.openAnchorer(log, evm.url);
      await second.start();
      await until('the anchor is back', () => second.status().head);
      assert.deepEqual(second.status().head, before);
    }));
});

describe('a contract that does not fit the log', () => {
  it('beyond the log: the log was rolled back, and the status says so', () =>
    onStage(async (stage) => {
      await stage.anchorMore(5);
      await stage.anchorer.stop();
      const other = await enterHouse();
      try {
        const { rows: [contract] } = await stage.house.database.read('select * from log_contract');
        const columns = contract as Record<string, unknown>;
        await other.database.read(
          `insert into log_contract (${Object.keys(columns).join(', ')}) values (${Object.keys(columns).map((_, position) => `$${position + 1}`).join(', ')})`,
          Object.values(columns),
        );
        const log = other.openLog();
        await log.start();
        const anchorer = other.openAnchorer(log, stage.evm.url, { keyFile: `${stage.house.folder}/anchor.key` });
        await anchorer.start();
        await until('it is said', () => anchorer.status().error?.code === 'anchor.logForked');
      } finally {
        await other.leave();
      }
    }));
});

describe('receipts', () => {
  let house: House;
  let log: Log;
  let receipts: Receipts;
  before(async () => {
    house = await enterHouse();
    log = house.openLog();
    await log.start();
    receipts = new Receipts({ database: house.database, log });
  });
  after(() => house.leave());

  it('without a chain stand under the newest checkpoint, and stay the same when asked again', async () => {
    const [id] = await commitEvents(house.database, 3) as [string];
    await until('logged', () => log.status().head?.treeSize === 3);
    const receipt = await receipts.receiptFor(id);
    assert.equal(receipt.anchor, null);
    assert.equal((await verifyReceipt(receipt, { key: log.status().verifierKey as string })).verdict, 'verified');
    await commitEvents(house.database, 3);
    await until('logged', () => log.status().head?.treeSize === 6);
    assert.deepEqual(await receipts.receiptFor(id), receipt);
    assert.deepEqual(await receipts.receipt(receipt.id), receipt);
  });

  it('are refused for what is not there', async () => {
    await assert.rejects(receipts.receiptFor('not an id'), { code: 'receipt.eventUnknown' });
    await assert.rejects(receipts.receiptFor('00000000-0000-7000-8000-000000000000'), { code: 'receipt.eventUnknown' });
    await assert.rejects(receipts.receipt('00000000-0000-7000-8000-000000000000'), { code: 'receipt.unknown' });
  });

  it('are refused, to be asked for again, while the event has no published leaf', async () => {
    await log.stop();
    const [id] = await commitEvents(house.database, 1) as [string];
    await assert.rejects(receipts.receiptFor(id), { code: 'receipt.notLogged' });
    const [state] = await readProofStates(house.database.read, [id]);
    assert.equal(state?.state, 'recorded');
  });
});
