import { SigningKey } from 'ethers/crypto';
import { computeAddress } from 'ethers/transaction';
import { hexlify, parseEther } from 'ethers/utils';
import type { Environment } from '@gbc/events';
import { AnchoringError } from '../anchoring-error.ts';
import { loadSecret } from '../secret-file.ts';
import type { EvmNode } from './evm-node.ts';

/** The chain id of development nodes; only there is ether made out of nothing. */
const developmentChainId = 31_337;
const lowBalance = parseEther('10');
const fullBalance = parseEther('1000');

/** The key that sends anchors and holds the contract's right to anchor. */
export interface SendingKey {
  readonly signingKey: SigningKey;
  readonly address: string;
}

/** Reads the key from a file (32 bytes of hex), or makes it there. @throws AnchoringError `anchor.keyInvalid` */
export async function loadSendingKey(env: Environment, path: string): Promise<SendingKey> {
  const text = await loadSecret(path, () => hexlify(env.randomBytes(32)));
  if (!/^0x[0-9a-f]{64}$/i.test(text)) throw new AnchoringError('anchor.keyInvalid', `${path} does not hold a key of 32 bytes in hex`);
  const signingKey = new SigningKey(text);
  return { signingKey, address: computeAddress(signingKey.publicKey) };
}

/** Sees to it that the key can pay on a development chain; on any other, somebody has to fund it. */
export async function fundOnDevelopmentChain(node: EvmNode, chainId: number, address: string): Promise<void> {
  if (chainId !== developmentChainId || (await node.balance(address)) >= lowBalance) return;
  await node.setBalance(address, fullBalance);
}
