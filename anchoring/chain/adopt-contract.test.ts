/** A registry that a person deploys with `npm run contract`, taken up by the product, handed over and halted, on a real node. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { systemEnvironment } from '@gbc/events';
import { startTestEvmNode, type TestEvmNode } from '../testing/anvil.ts';
import { commitEvents, enterHouse, testOrigin, type House } from '../testing/house.ts';
import { eventsOf } from '../testing/stage.ts';
import { until } from '../testing/until.ts';
import { loadSendingKey } from './sending-key.ts';

const program = join(import.meta.dirname, '..', 'contracts', 'main.ts');

function contractCommand(...args: string[]): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], (error, stdout, stderr) => resolve({ code: error ? Number(error.code) : 0, output: (stdout + stderr).trim() }));
  });
}

interface Scene {
  readonly house: House;
  readonly evm: TestEvmNode;
  /** A funded key in a file of this name. */
  fund(name: string): Promise<{ readonly file: string; readonly address: string }>;
  run(command: string, ...args: string[]): Promise<{ readonly code: number; readonly output: string }>;
}

async function onChain(work: (scene: Scene) => Promise<void>): Promise<void> {
  const house = await enterHouse();
  try {
    const evm = await startTestEvmNode(['--chain-id', '4711']);
    house.onLeave(() => evm.kill());
    await work({
      house, evm,
      async fund(name) {
        const file = join(house.folder, name);
        const { address } = await loadSendingKey(systemEnvironment, file);
        await evm.rpc('anvil_setBalance', [address, '0x56bc75e2d63100000']);
        return { file, address };
      },
      run: (command, ...args) => contractCommand(command, '--rpc', evm.url, ...args),
    });
  } finally {
    await house.leave();
  }
}

describe('a registry deployed by a person', () => {
  it('is taken up where its right to anchor was offered to the product, halted and resumed by the regulator, and handed on', () =>
    onChain(async ({ house, evm, fund, run }) => {
      const [deployer, regulator, product, successor] = [await fund('deployer'), await fund('regulator'), await fund('anchor.key'), await fund('successor')];
      const deployed = await run('deploy', '--origin', testOrigin, '--key-file', deployer.file, '--regulator', regulator.address, '--anchor-key', product.address);
      assert.equal(deployed.code, 0, deployed.output);
      const contract = deployed.output;

      const log = house.openLog();
      await log.start();
      const anchorer = house.openAnchorer(log, evm.url, { contract });
      await anchorer.start();
      const settled = () => until('all is anchored', () => anchorer.status().head?.treeSize === log.status().head?.treeSize);
      await commitEvents(house.database, 3);
      await settled();
      assert.equal(anchorer.status().contract, contract);
      assert.deepEqual(await eventsOf(house, 'contractDeployed'), [{ chainId: 4_711, address: contract, previousAddress: null }]);
      const show = async () => JSON.parse((await run('show', '--contract', contract)).output) as Record<string, unknown>;
      const { anchorKey, pendingAnchorKey, paused, size } = await show();
      assert.deepEqual({ anchorKey, pendingAnchorKey, paused, size }, { anchorKey: product.address, pendingAnchorKey: null, paused: false, size: log.status().head?.treeSize });

      assert.equal((await run('pause', '--contract', contract, '--key-file', deployer.file)).code, 1, 'the deployer is nobody any more');
      assert.equal((await run('pause', '--contract', contract, '--key-file', regulator.file)).code, 0);
      await commitEvents(house.database, 3);
      await until('it is said', () => anchorer.status().error?.code === 'anchor.paused');
      assert.equal((await run('unpause', '--contract', contract, '--key-file', regulator.file)).code, 0);
      await settled();

      assert.equal((await run('offer', '--contract', contract, '--key-file', product.file, '--to', successor.address)).code, 0);
      assert.equal((await show())['anchorKey'], product.address, 'an offer alone changes nothing');
      assert.equal((await run('accept', '--contract', contract, '--key-file', regulator.file)).code, 1);
      assert.equal((await run('accept', '--contract', contract, '--key-file', successor.file)).code, 0);
      assert.equal((await show())['anchorKey'], successor.address);
    }));

  it('is refused where there is none, where it is another log’s, and where nothing was offered', () =>
    onChain(async ({ house, evm, fund, run }) => {
      const deployer = await fund('deployer');
      await fund('anchor.key');
      const log = house.openLog();
      await log.start();
      const refusal = async (contract: string) => {
        const anchorer = house.openAnchorer(log, evm.url, { contract });
        await anchorer.start();
        const code = await until('it is refused', () => anchorer.status().error?.code);
        await anchorer.stop();
        return code;
      };
      assert.equal(await refusal(`0x${'12'.repeat(20)}`), 'anchor.contractMissing');
      const other = await run('deploy', '--origin', 'gbc-union.example/other', '--key-file', deployer.file);
      assert.equal(await refusal(other.output), 'anchor.notOurContract');
      const unoffered = await run('deploy', '--origin', testOrigin, '--key-file', deployer.file);
      assert.equal(await refusal(unoffered.output), 'anchor.notOurContract');
      assert.deepEqual(await eventsOf(house, 'contractDeployed'), []);
    }));

  it('is told how to be called', async () => {
    for (const args of [[], ['deploy'], ['dance', '--rpc', 'http://127.0.0.1:1'], ['offer', '--rpc', 'http://127.0.0.1:1', '--contract', `0x${'12'.repeat(20)}`, '--key-file', '/nowhere/key'], ['show', '--nonsense']]) {
      const { code, output } = await contractCommand(...args);
      assert.deepEqual([code, output.startsWith('usage:')], [2, true], `${args.join(' ')}: ${output}`);
    }
  });
});
