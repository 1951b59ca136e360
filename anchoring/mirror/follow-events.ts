import { equalBytes, MalformedError } from '@gbc/anchoring-verifier';
import { AlarmError } from './alarm.ts';
import type { ExportedEvent, LogReader } from './log-source.ts';
import type { MirrorStore } from './mirror-store.ts';
import { sha256 } from './tree-edge.ts';

/**
 * Takes the events of all leaves that are verified and have none yet; each must be what its leaf commits to. `onPage` hears of
 * each page once it is durable: its lines, and the place of the first in the file.
 * @throws AlarmError `eventAltered`, naming the leaf
 */
export async function followEvents(source: LogReader, store: MirrorStore, onPage: (lines: readonly string[], offset: number) => void): Promise<void> {
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
    const lines = events.map(({ leafIndex, event, salt }) => JSON.stringify({ leafIndex, event, salt }));
    const sizeBytes = store.appendEvents(lines.map((line) => `${line}\n`).join(''));
    store.advance({ ...store.state, eventCount: next, eventBytes: eventBytes + sizeBytes });
    onPage(lines, eventBytes);
  }
}

function checkPage(store: MirrorStore, events: readonly ExportedEvent[], first: number): void {
  const commitments = store.commitments(first, first + events.length);
  events.forEach(({ leafIndex, event, salt }, position) => {
    const isSame = leafIndex === first + position && equalBytes(commit(salt, event), commitments[position] ?? new Uint8Array());
    if (isSame) return;
    throw new AlarmError(
      'eventAltered',
      `叶子 ${first + position} 的事件与日志中的承诺不符:内容被改动、删去或调换。`,
      `The event of leaf ${first + position} is not what the log commits to: altered, dropped or swapped.`,
      { offered: JSON.stringify({ leafIndex, event }), firstBadLeaf: first + position },
    );
  });
}

/** The verifier's own, `commitToEvent`, of hundreds of thousands: with Node's base64 and SHA-256. @throws MalformedError for a salt that is spelled otherwise */
function commit(salt: string, event: string): Uint8Array {
  const bytes = Buffer.from(salt, 'base64');
  if (bytes.toString('base64') !== salt) throw new MalformedError(`not canonical base64: ${salt.slice(0, 80)}`);
  return sha256(Buffer.concat([bytes, Buffer.from(event, 'utf8')]));
}
