import { keccak_256 } from '@noble/hashes/sha3.js';
import { equalBytes } from './bytes.ts';
import { MalformedError } from './malformed.ts';
import { decodeRlp, rlpBytes, rlpList, type RlpItem } from './rlp.ts';

/** Half-bytes of a key, high half first: the steps through a Merkle Patricia trie. */
export const toNibbles = (key: Uint8Array): number[] => Array.from(key).flatMap((byte) => [byte >> 4, byte & 15]);

/**
 * The value that a Merkle Patricia trie with this root has under a key, out of the nodes on the way to it (Ethereum's yellow
 * paper, appendix D). @throws MalformedError where the nodes don't lead from the root to a value, or one of them is not needed
 */
export function readTrieProof(root: Uint8Array, key: Uint8Array, nodes: readonly Uint8Array[]): Uint8Array {
  let used = 0;
  /** A child is named by its hash, or stands in its parent where it is shorter than a hash. */
  const open = (reference: RlpItem): readonly RlpItem[] => {
    if (!(reference instanceof Uint8Array)) return reference;
    const node = nodes[used];
    if (!node || !equalBytes(keccak_256(node), reference)) throw new MalformedError('a node of the trie is missing or altered');
    used += 1;
    return rlpList(decodeRlp(node), 'a node of the trie');
  };

  let rest = toNibbles(key);
  let node = open(root);
  for (;;) {
    if (node.length === 17) {
      const [nibble, ...next] = rest;
      if (nibble === undefined) break;
      node = open(node[nibble] as RlpItem);
      rest = next;
    } else {
      const { isLeaf, nibbles } = decodePath(node);
      if (nibbles.some((nibble, position) => rest[position] !== nibble)) throw new MalformedError('the trie has another key there');
      rest = rest.slice(nibbles.length);
      if (isLeaf) break;
      node = open(node[1] as RlpItem);
    }
  }
  if (rest.length > 0 || used !== nodes.length) throw new MalformedError('the nodes lead past the key');
  return rlpBytes(node.at(-1), 'the value');
}

function decodePath(node: readonly RlpItem[]): { isLeaf: boolean; nibbles: number[] } {
  const [flag = 16, ...nibbles] = toNibbles(rlpBytes(node[0], 'a path'));
  if (node.length !== 2 || flag > 3) throw new MalformedError('no node of a trie');
  return { isLeaf: flag >= 2, nibbles: flag % 2 === 1 ? nibbles : nibbles.slice(1) };
}
