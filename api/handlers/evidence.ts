import { findEventsByHash, type CosignerStatus, type PacketSubject } from '@gbc/anchoring';
import type { BusinessEvent } from '@gbc/events';
import type { Handlers } from '../call.ts';
import { ApiError } from '../problem.ts';
import type { ApiParts } from '../parts.ts';
import { asOfView } from '../views/as-of.ts';
import { historyView, tellEvents } from '../views/history.ts';

type Matter = 'Application' | 'Payment' | 'Model' | 'Day';
type PacketIds = `get${Matter}Packet` | `get${Matter}CoseReceipt`;
type Ids = 'findEvidence' | 'getAsOf' | 'getLogStatus' | 'getReceipt' | 'exportEvents' | 'getApplicationHistory' | PacketIds;

/** Events that a look-up by hash shows. */
const foundMax = 100;

/** A whole number in an address. */
function count(text: string | undefined): number {
  if (!/^\d{1,9}$/.test(text ?? '')) throw new ApiError('request.invalid');
  return Number(text);
}

function day(text: string | undefined = ''): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  if (!time || Number.isNaN(time.getTime()) || !time.toISOString().startsWith(text)) throw new ApiError('request.invalid');
  return text;
}

type Params = Readonly<Record<string, string>>;

/** What a packet is asked about, by the parameters of its address. */
const subjects: Readonly<Record<Matter, (params: Params) => PacketSubject>> = {
  Application: ({ applicationId = '' }) => ({ kind: 'application', applicationId }),
  Payment: ({ applicationId = '', payoutNo }) => ({ kind: 'payment', applicationId, payoutNo: count(payoutNo) }),
  Model: ({ processId = '', version }) => ({ kind: 'model', processId, version: count(version) }),
  Day: ({ date }) => ({ kind: 'day', date: day(date) }),
};

function packetHandlers({ packets }: ApiParts): Handlers<PacketIds> {
  const packetOf = (matter: Matter) => ({ answer: async ({ params }: { params: Params }) => ({ ...(await packets.packetFor(subjects[matter](params))) }) });
  const coseReceiptOf = (matter: Matter) => ({
    answer: async ({ params }: { params: Params }) => ({
      mediaType: 'application/cose', fileName: `packet-${Object.values(params).join('-')}.cose`, body: Buffer.from(await packets.coseReceiptFor(subjects[matter](params))),
    }),
  });
  return {
    getApplicationPacket: packetOf('Application'),
    getPaymentPacket: packetOf('Payment'),
    getModelPacket: packetOf('Model'),
    getDayPacket: packetOf('Day'),
    getApplicationCoseReceipt: coseReceiptOf('Application'),
    getPaymentCoseReceipt: coseReceiptOf('Payment'),
    getModelCoseReceipt: coseReceiptOf('Model'),
    getDayCoseReceipt: coseReceiptOf('Day'),
  };
}

const witnessView = ({ quorum, finalSize, witnesses }: CosignerStatus) => ({ quorum, finalSize, witnesses: witnesses.map((witness) => ({ ...witness })) });

export function evidenceHandlers(parts: ApiParts): Handlers<Ids> {
  const { database, log, anchorer, cosigner } = parts;
  const { read } = database;

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
    ...packetHandlers(parts),
    findEvidence: {
      async answer({ query, language }) {
        const found = await findEventsByHash(read, query.hash, foundMax);
        return { items: await tellEvents(read, found.map((body) => JSON.parse(body) as BusinessEvent), language) };
      },
    },
    getAsOf: { answer: ({ query }) => asOfView(parts, query) },
    getApplicationHistory: { answer: async ({ params, language }) => ({ items: await historyView(read, params['applicationId'] ?? '', language) }) },
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
          ...witnessView(cosigner.status()),
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

