import { JsonRpcError } from '@gbc/anchoring-verifier';
import { Interface } from 'ethers/abi';
import { ZeroAddress } from 'ethers/constants';
import { id } from 'ethers/hash';
import { hexlify } from 'ethers/utils';
import artefact from '../contracts/LogRegistry.json' with { type: 'json' };
import type { EvmNode } from './evm-node.ts';

const abi = new Interface(artefact.abi);

export interface ContractHead {
  readonly size: number;
  /** 0x-prefixed hex; zero for the empty log */
  readonly root: string;
}

/** What the contract keeps of a log's name: keccak256 of the origin. */
export const hashOrigin = (origin: string): string => id(origin);

/**
 * Data of the transaction that deploys a registry for this origin; its sender becomes the anchoring key.
 * @param regulator who may halt the anchoring; nobody where it is left out
 */
export function deploymentData(origin: string, regulator: string = ZeroAddress): string {
  return artefact.bytecode + abi.encodeDeploy([hashOrigin(origin), regulator]).slice(2);
}

/** Data of the call that anchors a tree. */
export function anchorData(treeSize: number, rootHash: Uint8Array, proof: readonly Uint8Array[]): string {
  return abi.encodeFunctionData('anchor', [treeSize, hexlify(rootHash), proof.map((hash) => hexlify(hash))]);
}

/** What a person, or the product for its own key, asks of a registry. */
export type RegistryCall = { readonly name: 'offerAnchorKey'; readonly to: string } | { readonly name: 'acceptAnchorKey' | 'pause' | 'unpause' };

/** Data of such a call. */
export function callData(call: RegistryCall): string {
  return abi.encodeFunctionData(call.name, call.name === 'offerAnchorKey' ? [call.to] : []);
}

/** Topics of the event that tells of an anchored tree of this size. */
export function anchoredTopics(treeSize: number): string[] {
  return abi.encodeFilterTopics('Anchored', [treeSize]).map(String);
}

export async function readHead(node: EvmNode, address: string): Promise<ContractHead> {
  const [size, root] = await read(node, address, 'head');
  return { size: Number(size), root: String(root) };
}

/** The origin's hash and the anchoring key that the contract has. */
export async function readOwnership(node: EvmNode, address: string): Promise<{ readonly originHash: string; readonly anchorKey: string }> {
  const [originHash] = await read(node, address, 'originHash');
  const [anchorKey] = await read(node, address, 'anchorKey');
  return { originHash: String(originHash), anchorKey: String(anchorKey) };
}

/** Who was offered the right to anchor; undefined where nobody was. */
export async function readPendingKey(node: EvmNode, address: string): Promise<string | undefined> {
  const [pending] = await read(node, address, 'pendingAnchorKey');
  return pending === ZeroAddress ? undefined : String(pending);
}

/** Who may halt the anchoring, whether it is halted, and who was offered the right to anchor; null for nobody. */
export async function readRegulation(node: EvmNode, address: string): Promise<{ readonly regulator: string | null; readonly paused: boolean; readonly pendingAnchorKey: string | null }> {
  const [[regulator], paused, pending] = await Promise.all([read(node, address, 'regulator'), isPaused(node, address), readPendingKey(node, address)]);
  return { regulator: regulator === ZeroAddress ? null : String(regulator), paused, pendingAnchorKey: pending ?? null };
}

/** Whether the regulator has halted the anchoring. A contract from before there was one can't be halted. */
export async function isPaused(node: EvmNode, address: string): Promise<boolean> {
  try {
    const [paused] = await read(node, address, 'paused');
    return paused === true;
  } catch (error) {
    if (error instanceof JsonRpcError) return false;
    throw error;
  }
}

async function read(node: EvmNode, address: string, view: string): Promise<unknown[]> {
  return abi.decodeFunctionResult(view, await node.call(address, abi.encodeFunctionData(view))).toArray();
}
