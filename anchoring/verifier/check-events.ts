import { fromBase64 } from './bytes.ts';
import { isCanonical } from './check-leaf.ts';
import { failed, passed, type Check } from './check.ts';
import type { TreeHead } from './checkpoint.ts';
import { commitToEvent, encodeEntry } from './entry.ts';
import { verifyInclusion } from './inclusion.ts';
import { hashLeaf } from './merkle.ts';
import type { PacketEvent } from './packet.ts';

/** Every event is canonical, stands once and in order, and hashes to a leaf under the checkpoint; the first that doesn't is named. */
export function checkEvents(events: readonly PacketEvent[], checkpoint: TreeHead): Check[] {
  const crooked = events.find(({ event }) => !isCanonical(event));
  const unordered = events.find(({ leafIndex }, position) => position > 0 && leafIndex <= (events[position - 1] as PacketEvent).leafIndex);
  const outside = events.find((event) => !isIncluded(event, checkpoint));
  return [
    crooked || unordered
      ? failed(
          'event',
          crooked ? `叶子 ${crooked.leafIndex} 的事件不是规范的 JSON 文本。` : `叶子 ${unordered?.leafIndex} 重复或次序不对。`,
          crooked ? `The event of leaf ${crooked.leafIndex} is not canonical JSON.` : `Leaf ${unordered?.leafIndex} stands twice or out of order.`,
        )
      : passed('event', `${events.length} 个事件都是规范的 JSON 文本,按日志次序排列。`, `All ${events.length} events are canonical JSON, in the order of the log.`),
    outside
      ? failed(
          'inclusion',
          `第一处不符:叶子 ${outside.leafIndex} 的事件、盐值或证明与日志根不符,内容被改动过。`,
          `First that does not fit: event, salt or proof of leaf ${outside.leafIndex} is not under the root; something was altered.`,
        )
      : passed(
          'inclusion',
          `每个事件都在“${checkpoint.origin}”共 ${checkpoint.treeSize} 片叶子的日志中。`,
          `Every event is in the log ${checkpoint.origin} of ${checkpoint.treeSize} leaves.`,
        ),
  ];
}

function isIncluded({ leafIndex, event, salt, inclusionProof }: PacketEvent, { treeSize, rootHash }: TreeHead): boolean {
  const leafHash = hashLeaf(encodeEntry(commitToEvent(fromBase64(salt), event)));
  return verifyInclusion({ leafIndex, treeSize, leafHash, proof: inclusionProof.map(fromBase64), rootHash });
}
