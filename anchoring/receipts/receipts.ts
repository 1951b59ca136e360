import { toBase64, type Receipt } from '@gbc/anchoring-verifier';
import { systemEnvironment, type Environment } from '@gbc/events';
import type { Database } from '@gbc/prisma';
import { AnchoringError } from '../anchoring-error.ts';
import { readAnchor, readFirstCovering } from '../chain/anchor-rows.ts';
import { readCheckpoint } from '../log/checkpoint-rows.ts';
import type { Log } from '../log/log.ts';
import { readCurrentReceipt, readEventsToReissue, readLoggedEvent, readReceipt, recordReceipt, type LoggedEvent, type ReceiptRow } from './receipt-rows.ts';

const reissueBatch = 200;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Hands out receipts and remembers which, so that one can be called superseded when the chain forgets its anchor. */
export class Receipts {
  readonly #database: Database;
  readonly #log: Log;
  readonly #env: Environment;

  constructor(options: { readonly database: Database; readonly log: Log; readonly env?: Environment }) {
    this.#database = options.database;
    this.#log = options.log;
    this.#env = options.env ?? systemEnvironment;
  }

  /**
   * The receipt of an event: under the first anchored checkpoint that covers it, else under the newest checkpoint with
   * `anchor` null. The same receipt again, until a better anchor supersedes it.
   * @throws AnchoringError `receipt.eventUnknown`, `receipt.notLogged` (ask again), `log.notStarted`
   */
  async receiptFor(eventId: string): Promise<Receipt> {
    const event = uuid.test(eventId) ? await readLoggedEvent(this.#database.read, eventId) : undefined;
    if (!event) throw new AnchoringError('receipt.eventUnknown', `there is no event ${eventId}`, { eventId });
    return this.#build(await this.#issue(eventId, event.leafIndex), event);
  }

  /** The receipt with this id, or the one that has superseded it. @throws AnchoringError `receipt.unknown`, and as `receiptFor` */
  async receipt(id: string): Promise<Receipt> {
    const row = uuid.test(id) ? await readReceipt(this.#database.read, id) : undefined;
    if (!row) throw new AnchoringError('receipt.unknown', `there is no receipt ${id}`, { id });
    return this.receiptFor(row.eventId);
  }

  /** Issues new receipts where an issued one has lost its anchor, or had none, and an anchor covers the event now. */
  async reissue(): Promise<void> {
    for (;;) {
      const eventIds = await readEventsToReissue(this.#database.read, reissueBatch);
      for (const eventId of eventIds) {
        const event = await readLoggedEvent(this.#database.read, eventId);
        await this.#issue(eventId, event?.leafIndex);
      }
      if (eventIds.length < reissueBatch) return;
    }
  }

  /** The current row, made anew where what it stands on is no longer the best. */
  async #issue(eventId: string, leafIndex: number | undefined): Promise<ReceiptRow> {
    const { state, head } = this.#log.status();
    if (!head && state !== 'running') throw new AnchoringError('log.notStarted', 'the log has not started, so what it holds is not known yet');
    const publishedSize = head?.treeSize ?? 0;
    if (leafIndex === undefined || leafIndex >= publishedSize) {
      throw new AnchoringError('receipt.notLogged', `event ${eventId} is not in a published checkpoint yet`, { eventId });
    }
    const anchor = await readFirstCovering(this.#database.read, leafIndex);
    const current = await readCurrentReceipt(this.#database.read, eventId);
    if (current && current.anchorId === (anchor?.id ?? null)) return current;
    const row = {
      id: this.#env.newId(),
      eventId,
      treeSize: anchor?.treeSize ?? publishedSize,
      anchorId: anchor?.id ?? null,
      supersedesId: current?.id ?? null,
    };
    await recordReceipt(this.#database.read, row, this.#env.now());
    return (await readCurrentReceipt(this.#database.read, eventId)) ?? row;
  }

  async #build(row: ReceiptRow, event: LoggedEvent): Promise<Receipt> {
    const leafIndex = event.leafIndex as number;
    const prover = this.#log.prover();
    const [leafHash, proof, checkpoint, anchor] = await Promise.all([
      prover.leafHash(leafIndex),
      prover.inclusion(leafIndex, row.treeSize),
      readCheckpoint(this.#database.read, row.treeSize),
      row.anchorId === null ? undefined : readAnchor(this.#database.read, row.anchorId),
    ]);
    if (!checkpoint) throw new Error(`the checkpoint of size ${row.treeSize} is not recorded`);
    return {
      version: 1,
      id: row.id,
      event: event.body,
      salt: toBase64(event.salt),
      leafIndex,
      leafHash: toBase64(leafHash),
      treeSize: row.treeSize,
      rootHash: toBase64(checkpoint.rootHash),
      inclusionProof: proof.map(toBase64),
      checkpoint: checkpoint.note,
      anchor: anchor ? anchorOf(anchor) : null,
      ...(row.supersedesId === null ? {} : { supersedes: row.supersedesId }),
    };
  }
}

function anchorOf({ chainId, contract, blockNumber, blockHash, blockTime, txHash }: NonNullable<Receipt['anchor']>): Receipt['anchor'] {
  return { chainId, contract, blockNumber, blockHash, blockTime, txHash };
}
