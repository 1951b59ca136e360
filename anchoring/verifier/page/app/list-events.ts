import { isCose, parseCoseReceipt } from '../../cose-receipt.ts';
import { MalformedError } from '../../malformed.ts';

/** An event as a file tells it, verified or not. */
export interface ListedEvent {
  readonly leafIndex: number;
  readonly event: string;
}

/** The events of a packet or COSE Receipt, or the one of a receipt; nothing where the file has another shape. @throws SyntaxError where it is no JSON */
export function listEvents(file: Uint8Array): readonly ListedEvent[] {
  if (isCose(file)) return listOfCose(file);
  const json: unknown = JSON.parse(new TextDecoder().decode(file));
  const listed = (json as { events?: unknown } | null)?.events ?? [json];
  if (!Array.isArray(listed)) return [];
  return listed.filter((item): item is ListedEvent => typeof item === 'object' && item !== null && typeof (item as ListedEvent).event === 'string');
}

function listOfCose(file: Uint8Array): readonly ListedEvent[] {
  try {
    return parseCoseReceipt(file).events;
  } catch (error) {
    if (error instanceof MalformedError) return [];
    throw error;
  }
}
