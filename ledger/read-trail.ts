import type { Tx } from '@gbc/prisma';
import { toTransfer, transferColumns, type Transfer, type TransferRow } from './transfer.ts';

/**
 * The transfers of an application and those that fed them, back to the mints, oldest first: from each transfer to the
 * posted ones that had credited its paying account by then, and so on. Accounts mix deposits, so this shows every
 * source that the money can have come from, not shares of it.
 */
export async function readTrail(read: Tx['query'], applicationId: string): Promise<readonly Transfer[]> {
  const { rows } = await read<TransferRow>(
    `with recursive trail as (
       select id, debit_account_id, created_at from transfer where application_id = $1
       union
       select source.id, source.debit_account_id, source.created_at
       from transfer source join trail on source.credit_account_id = trail.debit_account_id
       where source.state = 'posted' and source.settled_at <= trail.created_at)
     select ${transferColumns} from transfer where id in (select id from trail) order by created_at, id`,
    [applicationId],
  );
  return rows.map(toTransfer);
}
