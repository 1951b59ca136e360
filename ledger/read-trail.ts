import type { Tx } from '@gbc/prisma';
import { toTransfer, transferColumns, type Transfer, type TransferRow } from './transfer.ts';

/**
 * The transfers of an application and those that fed them, back to the mints, oldest first. A posted transfer leads to just the
 * transfers that its lots came by; a hold, whose tokens are drawn when it is posted, to those whose tokens its payer has.
 */
export async function readTrail(read: Tx['query'], applicationId: string): Promise<readonly Transfer[]> {
  const { rows } = await read<TransferRow>(
    `with recursive trail as (
       select id, state, debit_account_id from transfer where application_id = $1
       union
       select source.id, source.state, source.debit_account_id
       from trail cross join lateral (
         select parent.transfer_id from lot join lot parent on parent.id = lot.parent_id where lot.transfer_id = trail.id
         union all
         select open.transfer_id from lot open where trail.state = 'pending' and open.account_id = trail.debit_account_id and open.is_open
       ) as fed join transfer source on source.id = fed.transfer_id)
     select ${transferColumns} from transfer where id in (select id from trail) order by created_at, id`,
    [applicationId],
  );
  return rows.map(toTransfer);
}
