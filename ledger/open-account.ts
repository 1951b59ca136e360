import { appendEvent, type Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { accountColumns, type Account, type AccountBalances } from './account.ts';
import { ledgerActor } from './actor.ts';
import { LedgerError } from './ledger-error.ts';

export interface OpenAccount {
  readonly id: string;
  readonly kind: Account['kind'];
  /** Required for all but custody. */
  readonly organisationId?: string | null;
  readonly projectId?: string | null;
  readonly budgetLine?: string | null;
}

/**
 * Opens an account with nothing on it; opening it again with the same content changes nothing.
 * @throws LedgerError `ledger.conflict` if the id is taken by other content or there is a custody account already;
 *   `ledger.invalid` for one without an owner that isn't custody
 */
export async function openAccount(tx: Tx, env: Environment, input: OpenAccount): Promise<Account> {
  const { id, kind, organisationId = null, projectId = null, budgetLine = null } = input;
  if (kind !== 'custody' && organisationId === null) throw new LedgerError('ledger.invalid', { field: 'organisationId' });
  const account: Account = { id, kind, organisationId, projectId, budgetLine };
  const { rowCount } = await tx.query(
    `insert into account (id, kind, organisation_id, project_id, budget_line, opened_at) values ($1, $2, $3, $4, $5, $6)
     on conflict do nothing`,
    [id, kind, organisationId, projectId, budgetLine, env.now()],
  );
  if (rowCount === 1) {
    await appendEvent(tx, env, {
      type: 'accountOpened',
      actor: ledgerActor,
      data: { accountId: id, kind, organisationId, projectId, budgetLine },
    });
    return account;
  }
  const { rows } = await tx.query<AccountBalances>(`select ${accountColumns} from account where id = $1`, [id]);
  const [open] = rows;
  const same =
    open?.kind === kind && open.organisationId === organisationId && open.projectId === projectId && open.budgetLine === budgetLine;
  if (!same) throw new LedgerError('ledger.conflict', { accountId: id });
  return account;
}
