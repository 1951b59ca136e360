import { encodeRlp, rlpNumber, toNibbles, type RlpItem } from '@gbc/anchoring-verifier';
import { keccak256 } from 'ethers/crypto';
import { getBytes } from 'ethers/utils';

interface Entry {
  readonly nibbles: readonly number[];
  readonly value: Uint8Array;
}

type Node = readonly RlpItem[];

/**
 * The nodes of a block's trie of receipts on the way to the one at `index`, from the root down (Ethereum's yellow paper,
 * appendix D). `receipts` are those of the whole block in consensus form, in their order. What is wanted of the trie is the
 * proof alone, so it is built once and not kept.
 * @returns the root, by which the caller sees whether these are the block's receipts, and the nodes
 */
export function proveReceipt(receipts: readonly Uint8Array[], index: number): { readonly root: Uint8Array; readonly nodes: readonly Uint8Array[] } {
  const entries = receipts.map((value, position) => ({ nibbles: toNibbles(encodeRlp(rlpNumber(position))), value }));
  const wanted = entries[index];
  if (!wanted) throw new RangeError(`the block has no receipt ${index}`);
  const nodes: Uint8Array[] = [];
  const root = encodeRlp(build(entries, 0, wanted, nodes));
  nodes.unshift(root);
  return { root: hash(root), nodes };
}

const hash = (bytes: Uint8Array): Uint8Array => getBytes(keccak256(bytes));

/** The node over these entries, whose keys agree in the first `depth` nibbles; hashed nodes towards `wanted` are added in front. */
function build(entries: readonly Entry[], depth: number, wanted: Entry, nodes: Uint8Array[]): Node {
  const [first] = entries as [Entry, ...Entry[]];
  if (entries.length === 1) return [encodePath(first.nibbles.slice(depth), true), first.value];
  const shared = sharedLength(entries, depth);
  if (shared > depth) {
    return [encodePath(first.nibbles.slice(depth, shared), false), refer(entries, shared, wanted, nodes)];
  }
  // No key of a receipt is the beginning of another, since RLP of numbers is prefix-free: a branch has no value.
  const children = Array.from({ length: 16 }, (_, nibble) => {
    const below = entries.filter(({ nibbles }) => nibbles[depth] === nibble);
    return below.length === 0 ? new Uint8Array() : refer(below, depth + 1, wanted, nodes);
  });
  return [...children, new Uint8Array()];
}

/** How a node names its child: by its hash, or the child itself where it is shorter than that. */
function refer(entries: readonly Entry[], depth: number, wanted: Entry, nodes: Uint8Array[]): RlpItem {
  const node = build(entries, depth, wanted, nodes);
  const encoded = encodeRlp(node);
  if (encoded.length < 32) return node;
  if (entries.includes(wanted)) nodes.unshift(encoded);
  return hash(encoded);
}

function sharedLength(entries: readonly Entry[], depth: number): number {
  const [first] = entries as [Entry, ...Entry[]];
  let length = depth;
  while (length < first.nibbles.length && entries.every(({ nibbles }) => nibbles[length] === first.nibbles[length])) length += 1;
  return length;
}

/** Hex-prefix encoding of a path. */
function encodePath(nibbles: readonly number[], isLeaf: boolean): Uint8Array {
  const isOdd = nibbles.length % 2 === 1;
  const flag = (isLeaf ? 2 : 0) + (isOdd ? 1 : 0);
  const whole = isOdd ? [flag, ...nibbles] : [flag, 0, ...nibbles];
  return Uint8Array.from({ length: whole.length / 2 }, (_, position) => (whole[2 * position] as number) * 16 + (whole[2 * position + 1] as number));
}
