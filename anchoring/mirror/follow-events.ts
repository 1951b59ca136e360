import { equalBytes, fromBase64 } from '@gbc/anchoring-verifier';
import { AlarmError } from './alarm.ts';
import type { ExportedEvent, LogReader } from './log-source.ts';
import type { MirrorStore } from './mirror-store.ts';
import { sha256 } from './tree-edge.ts';

const commit = (salt: Uint8Array, event: string): Uint8Array => sha256(Buffer.concat([salt, Buffer.from(event, 'utf8')]));

/**
 * Takes the events of all leaves that are verified and have none yet; each must be what its leaf commits to. `onPage` hears of
 * each page once it is durable, with the place of its first line in the file.
 * @throws AlarmError `eventAltered`, naming the leaf
 */
export async function followEvents(source: LogReader, store: MirrorStore, onPage: (events: readonly ExportedEvent[], offset: number) => void): Promise<void> {
  const end = store.state.edge.size;
  let page = store.state.eventCount < end ? source.events(store.state.eventCount, end) : undefined;
  while (page) {
    const events = await page;
    const { eventCount, eventBytes } = store.state;
    const next = eventCount + events.length;
    // The next page is on its way while this one is checked.
    page = events.length > 0 && next < end ? source.events(next, end) : undefined;
    page?.catch(() => undefined);
    checkPage(store, events, eventCount);
    const sizeBytes = store.appendEvents(events.map(({ leafIndex, event, salt }) => `${JSON.stringify({ leafIndex, event, salt })}\n`).join(''));
    store.advance({ ...store.state, eventCount: next, eventBytes: eventBytes + sizeBytes });
    onPage(events, eventBytes);
  }
}

function checkPage(store: MirrorStore, events: readonly ExportedEvent[], first: number): void {
  const commitments = store.commitments(first, first + events.length);
  events.forEach(({ leafIndex, event, salt }, position) => {
    const isSame = leafIndex === first + position && equalBytes(commit(fromBase64(salt), event), commitments[position] ?? new Uint8Array());
    if (isSame) return;
    throw new AlarmError(
      'eventAltered',
      `叶子 ${first + position} 的事件与日志中的承诺不符:内容被改动、删去或调换。`,
      `The event of leaf ${first + position} is not what the log commits to: altered, dropped or swapped.`,
      { offered: JSON.stringify({ leafIndex, event }), firstBadLeaf: first + position },
    );
  });
}
