import canonicalize from 'canonicalize';
import { equalBytes, fromBase64 } from './bytes.ts';
import { failed, passed, type Check } from './check.ts';
import { commitToEvent, encodeEntry } from './entry.ts';
import { verifyInclusion } from './inclusion.ts';
import { hashLeaf } from './merkle.ts';
import type { Receipt } from './receipt.ts';

/** The event's text is what was hashed, and its leaf stands in the tree of the receipt's root. */
export function checkLeaf(receipt: Receipt): Check[] {
  const leafHash = hashLeaf(encodeEntry(commitToEvent(fromBase64(receipt.salt), receipt.event)));
  const included = verifyInclusion({
    leafIndex: receipt.leafIndex,
    treeSize: receipt.treeSize,
    leafHash,
    proof: receipt.inclusionProof.map(fromBase64),
    rootHash: fromBase64(receipt.rootHash),
  });
  return [
    isCanonical(receipt.event)
      ? passed('event', '事件是规范的 JSON 文本。', 'The event is canonical JSON.')
      : failed('event', '事件不是规范的 JSON 文本。', 'The event is not canonical JSON.'),
    equalBytes(leafHash, fromBase64(receipt.leafHash))
      ? passed('leaf', '事件与盐值的哈希就是该叶子。', 'Event and salt hash to the leaf.')
      : failed('leaf', '事件或盐值与叶子哈希不符:内容被改动过。', 'Event and salt do not hash to the leaf: something was altered.'),
    included
      ? passed('inclusion', `叶子 ${receipt.leafIndex} 在共 ${receipt.treeSize} 片叶子的日志中。`, `Leaf ${receipt.leafIndex} is in the log of ${receipt.treeSize} leaves.`)
      : failed('inclusion', '包含证明不成立:事件不在此日志根之下。', 'The inclusion proof fails: the event is not under this root.'),
  ];
}

/** Whether a text is RFC 8785 JSON of an object. */
export function isCanonical(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && canonicalize(value) === text;
  } catch {
    return false;
  }
}
