import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { Contract, JsonRpcProvider, getAddress, id } from 'ethers';
import { systemEnvironment } from '@gbc/events';
import { loadSendingKey } from '../chain/sending-key.ts';
import { startTestEvmNode } from '../testing/anvil.ts';
import artefact from './LogRegistry.json' with { type: 'json' };
import { deployRegistry } from './deploy.ts';

it('deploys to any chain, with a regulator and an offer to the anchoring key, once the key can pay', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'gbc-deploy-'));
  const evm = await startTestEvmNode(['--chain-id', '4711']);
  const provider = new JsonRpcProvider(evm.url, 4_711, { staticNetwork: true });
  try {
    const keyFile = join(folder, 'key');
    const [regulator, anchorKey] = [getAddress(`0x${'52'.repeat(20)}`), getAddress(`0x${'53'.repeat(20)}`)];
    const deploy = () => deployRegistry({ rpc: evm.url, origin: 'gbc-union.example/test', keyFile, regulator, anchorKey });
    await assert.rejects(deploy(), { code: 'anchor.walletEmpty' });
    const { address: sender } = await loadSendingKey(systemEnvironment, keyFile);
    await evm.rpc('anvil_setBalance', [sender, '0x56bc75e2d63100000']);
    const registry = new Contract(await deploy(), artefact.abi, provider);
    const read = (name: string): Promise<unknown> => registry.getFunction(name)();
    assert.deepEqual(await Promise.all(['originHash', 'anchorKey', 'pendingAnchorKey', 'regulator', 'paused'].map(read)), [id('gbc-union.example/test'), sender, anchorKey, regulator, false]);
  } finally {
    provider.destroy();
    await evm.kill();
    await rm(folder, { recursive: true, force: true });
  }
});
