import { readEventsOf, type BusinessEvent } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import type { Matter } from './books.ts';
import { evidenceOf, evidenceTypes } from './evidence.ts';
import { toTransfer, transferColumns, type TransferRow } from './transfer.ts';

const depositTypes = ['depositAdvised', 'depositMatched', 'depositParked'] as const;
const isDepositEvent = (event: BusinessEvent): event is Matter['depositEvents'][number] => (depositTypes as readonly string[]).includes(event.type);

/** Waits for whoever works on these business ids, and keeps them until the end of the transaction. */
export async function lockMatters(tx: Tx, applicationIds: readonly string[]): Promise<void> {
  const names = applicationIds.map((id) => `ledger ${id}`);
  await tx.query(
    {
      name: 'ledger_lock_matters',
      // The statements of the ledger are prepared, and a plan is kept: one that scans a table because it was small then must not be.
      text: `select set_config('enable_seqscan', 'off', true), pg_advisory_xact_lock(key)
        from (select distinct hashtextextended(name, 0) as key from unnest($1::text[]) as name order by 1) as lock`,
    },
    [names],
  );
}

/** What the log says of these business ids, and what was moved for them so far. */
export async function readMatters(tx: Tx, applicationIds: readonly string[]): Promise<Map<string, Matter>> {
  const read = tx.query.bind(tx);
  const [told, { rows }] = await Promise.all([
    readEventsOf(read, applicationIds, [...evidenceTypes, ...depositTypes]),
    read<TransferRow>(
      { name: 'ledger_read_transfers', text: `select ${transferColumns} from transfer where application_id = any($1::text[]) order by application_id, payout_no` },
      [applicationIds],
    ),
  ]);
  const events = Map.groupBy(told, ({ applicationId }) => applicationId);
  const transfers = Map.groupBy(rows.map(toTransfer), ({ applicationId }) => applicationId);
  return new Map(applicationIds.map((id) => {
    const about = events.get(id) ?? [];
    return [id, { evidence: evidenceOf(about), depositEvents: about.filter(isDepositEvent), transfers: transfers.get(id) ?? [] }];
  }));
}
