import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startTestEvmNode, type TestEvmNode } from '../testing/anvil.ts';
import { fetchBlockEvidence } from './block-evidence.ts';

interface MinedBlock {
  readonly hash: string;
  readonly number: string;
  readonly transactions: readonly string[];
}

describe('the evidence of a block', () => {
  let evm: TestEvmNode;
  before(async () => void (evm = await startTestEvmNode(['--no-mining'])));
  after(() => evm.kill());

  /** Mines one block of so many transactions. */
  async function mine(count: number): Promise<MinedBlock> {
    const [sender] = (await evm.rpc('eth_accounts', [])) as string[];
    for (let n = 0; n < count; n += 1) await evm.rpc('eth_sendTransaction', [{ from: sender, to: sender, value: '0x1' }]);
    await evm.rpc('evm_mine', []);
    return (await evm.rpc('eth_getBlockByNumber', ['latest', false])) as MinedBlock;
  }

  // The function itself holds what it built against the roots that the node computed.
  it('is found for a receipt anywhere in a trie of any shape', async () => {
    for (const count of [1, 2, 3, 16, 17, 129, 140]) {
      const block = await mine(count);
      assert.equal(block.transactions.length, count);
      for (const txHash of new Set([block.transactions[0], block.transactions[1], block.transactions[127], block.transactions.at(-1)])) {
        if (!txHash) continue;
        const evidence = await fetchBlockEvidence(evm.rpc, { blockNumber: Number(block.number), blockHash: block.hash, txHash });
        assert.equal(evidence?.transactionIndex, block.transactions.indexOf(txHash));
      }
    }
  });

  it('is not made of another block', async () => {
    const block = await mine(2);
    const txHash = block.transactions[0] as string;
    const blockNumber = Number(block.number);
    assert.equal(await fetchBlockEvidence(evm.rpc, { blockNumber, blockHash: `0x${'12'.repeat(32)}`, txHash }), undefined);
    assert.equal(await fetchBlockEvidence(evm.rpc, { blockNumber: blockNumber - 1, blockHash: block.hash, txHash }), undefined);
    assert.equal(await fetchBlockEvidence(evm.rpc, { blockNumber: blockNumber + 9, blockHash: block.hash, txHash }), undefined);
  });
});
