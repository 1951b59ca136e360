import { decodeHead, fromHex, hashOrigin, headCall, originHashCall, type JsonRpc } from '@gbc/anchoring-verifier';
import { AlarmError } from './alarm.ts';
import type { KeptHead } from './follow-log.ts';

/**
 * The head that the contract keeps of this log; undefined while it keeps none. Errors of the node are thrown as they come: a
 * chain that is away is no finding about the log.
 * @throws AlarmError `chainDiffers` where the contract is there and belongs to another log
 */
export async function readContractHead(rpc: JsonRpc, contract: string, origin: string): Promise<KeptHead | undefined> {
  const code = await rpc('eth_getCode', [contract, 'latest']);
  if (typeof code !== 'string' || code.length <= 2) throw new Error('the chain has no such contract');
  const originHash = await rpc('eth_call', [{ to: contract, data: originHashCall }, 'latest']);
  if (String(originHash).toLowerCase() !== hashOrigin(origin)) {
    throw new AlarmError('chainDiffers', '链上合约属于另一个日志。', 'The contract belongs to another log.', { offered: String(originHash) });
  }
  const { size, root } = decodeHead(await rpc('eth_call', [{ to: contract, data: headCall }, 'latest']));
  return size === 0 ? undefined : { treeSize: size, rootHash: fromHex(root), by: 'contract' };
}
