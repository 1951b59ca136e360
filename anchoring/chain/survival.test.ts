/** What a chain and its node can do to the anchors, each on a real node. In all of it the log goes on. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { id } from 'ethers/hash';
import { Transaction } from 'ethers/transaction';
import { systemEnvironment } from '@gbc/events';
import { commitEvents, type House } from '../testing/house.ts';
import { eventsOf, onStage, verdictOf, type Stage } from '../testing/stage.ts';
import type { Anchorer } from './anchorer.ts';
import { until } from '../testing/until.ts';

/** A clock that can be put forward. */
function forwardClock() {
  let offsetMs = 0;
  return { env: { ...systemEnvironment, now: () => new Date(Date.now() + offsetMs) }, forward: (ms: number) => void (offsetMs += ms) };
}

interface SentRow {
  readonly id: string;
  readonly tx_hash: string;
  readonly signed_tx: string;
  readonly state: string;
}

async function rowsIn(house: House, state: string): Promise<SentRow[]> {
  return (await house.database.read<SentRow & object>('select id, tx_hash, signed_tx, state from log_anchor where state = $1 order by tree_size', [state])).rows;
}

const sentRow = (house: House) => until('an anchor is under way', async () => (await rowsIn(house, 'sent'))[0]);

describe('a node that was away for an hour', () => {
  it('finds the log an hour further, the status an hour older, and is caught up with', async () => {
    const clock = forwardClock();
    await onStage(async (stage) => {
      const { house, evm, log } = stage;
      await stage.anchorer.stop();
      const stateFile = join(house.folder, 'chain.json');
      await evm.kill();
      await evm.start(['--state', stateFile]);
      const anchorer = house.openAnchorer(log, evm.url, { env: clock.env });
      await anchorer.start();
      await commitEvents(house.database, 3);
      await stage.settled(anchorer);
      const before = anchorer.status();

      await evm.stop();
      for (let minute = 0; minute < 60; minute += 10) {
        clock.forward(10 * 60_000);
        const size = await stage.logged();
        await commitEvents(house.database, 5);
        assert.equal(await stage.logged(), size + 5, 'the log goes on');
      }
      await until('it shows', () => anchorer.status().state === 'failed');
      assert.equal(anchorer.status().error?.code, 'anchor.failed');
      assert.equal(anchorer.status().lastAnchorAt, before.lastAnchorAt, 'a screen can tell how old the last anchor is');
      assert.deepEqual(anchorer.status().head, before.head);

      await evm.start(['--state', stateFile]);
      await stage.settled(anchorer);
      assert.ok((anchorer.status().head?.treeSize ?? 0) >= 33);
      assert.equal(anchorer.status().error, undefined);
      assert.equal(anchorer.status().contract, before.contract);
      assert.deepEqual((await rowsIn(house, 'superseded')).length, 0, 'nothing was anchored twice');
    });
  });
});

/** An anchor that no block takes, sent by an anchorer of its own with a clock that can be put forward. */
async function withStuckAnchor(work: (scene: Stage & { readonly stuck: SentRow; readonly stuckAnchorer: Anchorer; readonly forward: (ms: number) => void }) => Promise<void>): Promise<void> {
  const clock = forwardClock();
  await onStage(async (stage) => {
    const { house, evm, log } = stage;
    await stage.anchorMore(2);
    await stage.anchorer.stop();
    await evm.rpc('evm_setAutomine', [false]);
    const stuckAnchorer = house.openAnchorer(log, evm.url, { env: clock.env });
    await stuckAnchorer.start();
    await commitEvents(house.database, 2);
    await work({ ...stage, stuck: await sentRow(house), stuckAnchorer, forward: clock.forward });
  });
}

describe('a stuck transaction', () => {
  it('that the chain has become too dear for is replaced by one that pays enough', () =>
    withStuckAnchor(async ({ house, evm, stuck, stuckAnchorer, forward }) => {
      await until('the node has it', () => evm.rpc('eth_getTransactionByHash', [stuck.tx_hash]).then((found) => found !== null));
      await evm.rpc('anvil_setNextBlockBaseFeePerGas', ['0xe8d4a51000']);
      await evm.rpc('anvil_mine', ['0x1']);
      assert.equal(await evm.rpc('eth_getTransactionReceipt', [stuck.tx_hash]), null, 'its fee is below the base fee');

      forward(61_000);
      const replaced = await until('it is replaced', async () => (await rowsIn(house, 'sent')).find(({ tx_hash }) => tx_hash !== stuck.tx_hash));
      const [first, second] = [Transaction.from(stuck.signed_tx), Transaction.from(replaced.signed_tx)];
      assert.equal(replaced.id, stuck.id);
      assert.deepEqual([second.nonce, second.to, second.data], [first.nonce, first.to, first.data]);
      assert.ok((second.maxFeePerGas ?? 0n) >= ((first.maxFeePerGas ?? 0n) * 11n) / 10n);
      await until('the node has the other', () => evm.rpc('eth_getTransactionByHash', [replaced.tx_hash]).then((found) => found !== null));
      await evm.rpc('anvil_mine', ['0x1']);
      await until('it is anchored', () => stuckAnchorer.status().head?.txHash === replaced.tx_hash);
      await evm.rpc('evm_setAutomine', [true]);
    }));

  it('may be mined before its replacement, and is taken up then', () =>
    withStuckAnchor(async ({ house, evm, log, stuck, stuckAnchorer }) => {
      await stuckAnchorer.stop();
      // The replacement is written down but the node never hears of it: it has mined the first meanwhile.
      await house.database.read(`update log_anchor set tx_hash = $2 where id = $1`, [stuck.id, `0x${'ab'.repeat(32)}`]);
      await evm.rpc('eth_sendRawTransaction', [stuck.signed_tx]).catch(() => undefined);
      await evm.rpc('anvil_mine', ['0x1']);
      await evm.rpc('evm_setAutomine', [true]);
      const second = house.openAnchorer(log, evm.url);
      await second.start();
      await until('it is taken up', () => second.status().head?.txHash === stuck.tx_hash);
    }));

  it('of ours that we no longer know of is outbid', () =>
    onStage(async (stage) => {
      const { house, evm, log, anchorer } = stage;
      await stage.anchorMore(2);
      await evm.rpc('evm_setAutomine', [false]);
      await commitEvents(house.database, 2);
      const forgotten = await sentRow(house);
      await until('the node has it', () => evm.rpc('eth_getTransactionByHash', [forgotten.tx_hash]).then((found) => found !== null));
      await anchorer.stop();
      await house.database.read('delete from log_anchor where id = $1', [forgotten.id]);
      const size = await stage.logged();
      await commitEvents(house.database, 2);
      assert.equal(await stage.logged(), size + 2, 'the log is further');
      const second = house.openAnchorer(log, evm.url);
      await second.start();
      const outbidding = await until('the node has the better one', async () => {
        const [row] = await rowsIn(house, 'sent');
        return row && (await evm.rpc('eth_getTransactionByHash', [row.tx_hash])) !== null && row;
      });
      const [one, other] = [Transaction.from(forgotten.signed_tx), Transaction.from(outbidding.signed_tx)];
      assert.equal(other.nonce, one.nonce);
      assert.ok((other.maxPriorityFeePerGas ?? 0n) > (one.maxPriorityFeePerGas ?? 0n));
      await evm.rpc('anvil_mine', ['0x1']);
      await evm.rpc('evm_setAutomine', [true]);
      await until('all is anchored', () => second.status().head?.treeSize === log.status().head?.treeSize);
    }));
});

describe('a reorganised chain', () => {
  it('that dropped an anchor gets it again, and the receipt is reissued', () =>
    onStage(async (stage) => {
      const { house, evm, receipts, anchorer } = stage;
      await stage.anchorMore(3);
      await evm.rpc('anvil_mine', ['0x5']);
      const [id] = await stage.anchorMore(3) as [string];
      const lost = await receipts.receiptFor(id);
      const contract = anchorer.status().contract;
      await evm.rpc('anvil_mine', ['0x2']);
      await evm.rpc('anvil_reorg', [3, []]);
      await evm.rpc('anvil_mine', ['0x5']);
      await until('the loss is seen', async () => (await eventsOf(house, 'chainForgot')).length === 1);
      await stage.settled();
      assert.equal(anchorer.status().contract, contract);
      await until('the receipt is reissued', async () => (await receipts.receipt(lost.id)).id !== lost.id);
      assert.equal(await verdictOf(await receipts.receipt(lost.id), stage), 'verified');
      assert.equal(await verdictOf(lost, stage), 'failed');
    }));

  it('that took back the nonce before the one under way leaves no gap', () =>
    onStage(async (stage) => {
      const { house, evm, log, anchorer } = stage;
      await stage.anchorMore(3);
      const snapshot = await evm.rpc('evm_snapshot', []);
      await stage.anchorMore(3);
      await evm.rpc('evm_setAutomine', [false]);
      await commitEvents(house.database, 2);
      const ahead = await sentRow(house);
      await anchorer.stop();
      await evm.rpc('evm_revert', [snapshot]);
      await evm.rpc('evm_setAutomine', [true]);
      const second = house.openAnchorer(log, evm.url);
      await second.start();
      await until('all is anchored', () => second.status().head?.treeSize === log.status().head?.treeSize);
      const anchored = await rowsIn(house, 'anchored');
      assert.equal(anchored.some(({ tx_hash }) => tx_hash === ahead.tx_hash), false);
      assert.ok((await rowsIn(house, 'superseded')).some(({ id }) => id === ahead.id));
    }));
});

describe('another chain at the same address', () => {
  it('is told of, and has a contract of its own', () =>
    onStage(async (stage) => {
      const { house, evm, anchorer } = stage;
      await stage.anchorMore(3);
      await evm.kill();
      await evm.start(['--chain-id', '4711']);
      await until('the wallet there is empty', () => anchorer.status().error?.code === 'anchor.walletEmpty');
      const { address } = await sendingAccount(stage.anchorer);
      await evm.rpc('anvil_setBalance', [address, '0x56bc75e2d63100000']);
      await stage.settled();
      assert.deepEqual(await eventsOf(house, 'chainChanged'), [{ chainId: 4_711, previousChainId: 31_337 }]);
      assert.deepEqual((await eventsOf(house, 'contractDeployed')).map(({ chainId }) => chainId), [31_337, 4_711]);
      assert.equal(anchorer.status().chainId, 4_711);
    }));
});

describe('an empty wallet', () => {
  it('stops anchors alone, says what is missing where, and is enough once it is filled', () =>
    onStage(async (stage) => {
      const { house, evm, log, anchorer } = stage;
      await until('it shows', () => anchorer.status().error?.code === 'anchor.walletEmpty');
      await commitEvents(house.database, 4);
      await until('the log goes on', () => log.status().head?.treeSize === 4);
      const { address } = await sendingAccount(anchorer);
      await evm.rpc('anvil_setBalance', [address, '0x56bc75e2d63100000']);
      await stage.settled();
      assert.equal(anchorer.status().error, undefined);
    }, ['--chain-id', '4711']));
});

describe('a contract that the regulator has halted', () => {
  it('stops anchors alone, says so, and goes on with all of it afterwards', () =>
    onStage(async ({ house, evm, log, anchorer, logged, settled }) => {
      await until('the contract without a regulator stands, for the chain to forget', () => anchorer.status().contract);
      await anchorer.stop();
      await evm.kill();
      await evm.start();
      const regulator = `0x${'52'.repeat(20)}`;
      const second = house.openAnchorer(log, evm.url, { regulator });
      await second.start();
      await commitEvents(house.database, 3);
      await settled(second);
      const asRegulator = async (name: 'pause' | 'unpause') => {
        await evm.rpc('anvil_setBalance', [regulator, '0x56bc75e2d63100000']);
        await evm.rpc('anvil_impersonateAccount', [regulator]);
        await evm.rpc('eth_sendTransaction', [{ from: regulator, to: second.status().contract, data: id(`${name}()`).slice(0, 10) }]);
      };
      await asRegulator('pause');
      const size = await logged();
      await commitEvents(house.database, 3);
      await until('it is said', () => second.status().error?.code === 'anchor.paused');
      assert.equal(await logged(), size + 3, 'the log goes on');
      await asRegulator('unpause');
      await settled(second);
      assert.equal(second.status().error, undefined);
    }));
});

/** The address to be funded, as the status names it. */
async function sendingAccount(anchorer: { status(): { readonly error: { readonly message: string } | undefined } }): Promise<{ address: string }> {
  const [address = ''] = /0x[0-9a-fA-F]{40}/.exec(anchorer.status().error?.message ?? '') ?? [];
  assert.match(address, /^0x/);
  return { address };
}
