import { readProofStates } from '@gbc/anchoring';
import { readPersonNames } from '@gbc/identity';
import type { BusinessEvent } from '@gbc/events';
import type { Handlers } from '../call.ts';
import { sentence } from '../messages.ts';
import type { ApiParts } from '../parts.ts';

type Ids = 'getLogStatus' | 'getReceipt' | 'exportEvents' | 'getApplicationHistory';

export function evidenceHandlers(parts: ApiParts): Handlers<Ids> {
  const { database, log, anchorer } = parts;
  const { read } = database;

  async function history(applicationId: string, language: 'zh-CN' | 'en') {
    const { rows } = await read<{ body: string }>('select body from event where application_id = $1 order by at, id limit 5000', [applicationId]);
    const events = rows.map(({ body }) => JSON.parse(body) as BusinessEvent);
    const people = events.flatMap(({ actor }) => (actor.kind === 'person' ? [actor.personId] : []));
    const [proofs, names] = await Promise.all([readProofStates(read, events.map(({ id }) => id)), readPersonNames(read, people)]);
    const proofOf = new Map(proofs.map((proof) => [proof.eventId, proof]));
    return events.map(({ id, type, at, actor, data }) => {
      const person = actor.kind === 'person' ? actor : null;
      const details = data as Readonly<Record<string, unknown>>;
      const outcome = typeof details['outcome'] === 'string' ? `${type}.${details['outcome']}` : type;
      return {
        eventId: id,
        type,
        at,
        personName: person ? (names.get(person.personId) ?? null) : null,
        organisationId: person?.organisationId ?? null,
        role: person?.role ?? null,
        summary: sentence(language, 'event', type === 'decisionRecorded' ? `${String(details['decision'])}.${String(details['outcome'])}` : outcome, details),
        elementId: typeof details['elementId'] === 'string' ? details['elementId'] : null,
        proof: proofOf.get(id)?.state ?? ('recorded' as const),
        leafIndex: proofOf.get(id)?.leafIndex ?? null,
      };
    });
  }

  /** One line an event: its place, its canonical text and its salt, from which anybody can recompute the leaf. */
  async function* lines(from: number, limit: number): AsyncIterable<string> {
    const pageSize = 500;
    for (let next = from; next < from + limit; next += pageSize) {
      const { rows } = await read<{ leaf_index: bigint; body: string; salt: Buffer }>(
        'select leaf_index, body, salt from log_leaf join event on event.id = event_id where leaf_index >= $1 and leaf_index < $2 order by leaf_index',
        [next, Math.min(next + pageSize, from + limit)],
      );
      for (const row of rows) yield `${JSON.stringify({ leafIndex: Number(row.leaf_index), event: row.body, salt: row.salt.toString('base64') })}\n`;
      if (rows.length < pageSize) return;
    }
  }

  async function pending(): Promise<number> {
    const { rows } = await read<{ n: bigint }>('select count(*) as n from event_pending');
    return Number(rows[0]?.n ?? 0n);
  }

  return {
    getApplicationHistory: { answer: async ({ params, language }) => ({ items: await history(params['applicationId'] ?? '', language) }) },
    getLogStatus: {
      async answer() {
        const { origin, head, error } = log.status();
        const anchor = anchorer.status();
        return {
          origin,
          treeSize: head?.treeSize ?? 0,
          rootHash: head?.rootHash ?? '',
          checkpoint: head ? log.checkpoint() : '',
          pending: await pending(),
          anchoredSize: anchor.head?.treeSize ?? 0,
          anchoredAt: anchor.lastAnchorAt ?? null,
          blockNumber: anchor.head?.blockNumber ?? null,
          chainId: anchor.chainId ?? null,
          contract: anchor.contract ?? null,
          error: error?.code ?? anchor.error?.code ?? null,
        };
      },
    },
    getReceipt: {
      async answer({ params }) {
        return { ...(await parts.receipts.receiptFor(params['eventId'] ?? '')) };
      },
    },
    exportEvents: {
      async answer({ query }) {
        return { mediaType: 'application/x-ndjson', body: lines(query.from, query.limit) };
      },
    },
  };
}

