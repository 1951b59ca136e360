import type { Tx } from '@gbc/prisma';
import { toTransfer, transferColumns, type Transfer, type TransferRow } from './transfer.ts';

/**
 * The transfers of an application and those that fed them, back to the mints, oldest first. A posted transfer leads to just the
 * transfers that its lots came by; a hold, whose tokens are drawn when it is posted, to those whose tokens its payer has.
 */
export async function readTrail(read: Tx['query'], applicationId: string): Promise<readonly Transfer[]> {
  const { rows } = await read<TransferRow>(
    // "offset 0" keeps each step a look-up by index: joined, the planner would read the whole table for the handful of rows.
    `with recursive trail as (
       select id, state, debit_account_id from transfer where application_id = $1
       union
       select source.id, source.state, source.debit_account_id
       from trail
       cross join lateral (
         select parent.transfer_id from lot cross join lateral (select transfer_id from lot parent where parent.id = lot.parent_id offset 0) as parent
         where lot.transfer_id = trail.id
         union all
         select open.transfer_id from lot open where trail.state = 'pending' and open.account_id = trail.debit_account_id and open.is_open
         offset 0) as fed
       cross join lateral (select id, state, debit_account_id from transfer where transfer.id = fed.transfer_id offset 0) as source)
     select ${transferColumns} from trail cross join lateral (select * from transfer where transfer.id = trail.id offset 0) as transfer
     order by transfer.created_at, transfer.id`,
    [applicationId],
  );
  return rows.map(toTransfer);
}
