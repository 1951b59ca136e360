import { keccak_256 } from '@noble/hashes/sha3.js';
import { toHex, utf8 } from './bytes.ts';

// The little of the registry contract's ABI that a reader needs, so that a verifier carries no Ethereum library.

const keccak = (text: string): string => `0x${toHex(keccak_256(utf8(text)))}`;
const selector = (signature: string): string => keccak(signature).slice(0, 10);

/** Call data of `head()`, which answers (uint64 size, bytes32 root). */
export const headCall = selector('head()');
/** Call data of `originHash()`. */
export const originHashCall = selector('originHash()');
/** First topic of `Anchored(uint64 indexed size, bytes32 root)`. */
export const anchoredTopic = keccak('Anchored(uint64,bytes32)');

/** What the contract keeps of the origin. */
export const hashOrigin = keccak;

/** A number as the 32-byte word of a topic. */
export const toWord = (value: number): string => `0x${value.toString(16).padStart(64, '0')}`;

/** @throws Error where the answer of `head()` has another shape */
export function decodeHead(answer: unknown): { readonly size: number; readonly root: string } {
  if (typeof answer !== 'string' || !/^0x[0-9a-f]{128}$/i.test(answer)) throw new Error('the contract has no head');
  return { size: Number(BigInt(answer.slice(0, 66))), root: `0x${answer.slice(66).toLowerCase()}` };
}
