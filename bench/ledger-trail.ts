import type { Environment } from '@gbc/events';
import { openAccount, openBudget, readTrail } from '@gbc/ledger';
import type { Database } from '@gbc/prisma';

const batch = 500_000;
const mints = 1_000;
const reads = 1_000;
const warmUpReads = 50;

interface Tier {
  readonly name: string;
  readonly debitAccountId: string;
  readonly creditAccountId: string;
  readonly count: number;
}

/** From the district down to the supplier; the last tier has what is left of the number. */
function tiersOf(transfers: number): Tier[] {
  const departments = Math.min(mints * 10, transfers);
  const streets = Math.min(departments * 10, transfers);
  return [
    { name: 'mint', debitAccountId: 'custody', creditAccountId: 'district', count: mints },
    { name: 'department', debitAccountId: 'district', creditAccountId: 'department', count: departments },
    { name: 'street', debitAccountId: 'department', creditAccountId: 'street', count: streets },
    { name: 'app', debitAccountId: 'street', creditAccountId: 'supplier', count: Math.max(1, transfers - departments - streets) },
  ];
}

const uuid = (tier: number, no: string, kind: 'a' | 'b') => `('${String(tier).padStart(8, '0')}-0000-7000-${kind}000-' || lpad(to_hex(${no}), 12, '0'))::uuid`;

/**
 * Writes so many posted payments with their lots in sets of half a million rows, past the ledger's commands, which would take hours: a
 * thousand deposits, each handed on by three tiers. What checks references row set by row set is off meanwhile; the indexes stay.
 */
export async function fillTrail(database: Database, env: Environment, transfers: number): Promise<void> {
  const tiers = tiersOf(transfers);
  await database.transaction(async (tx) => {
    await openAccount(tx, env, { id: 'custody', kind: 'custody' });
    for (const id of ['district', 'department', 'street', 'supplier']) {
      await openAccount(tx, env, { id, kind: 'holding', organisationId: id });
      await openBudget(tx, env, { id: `budget:${id}`, level: 'appropriation', payerAccountId: id, limitFen: 1_000_000_000_000n });
    }
    await tx.query('alter table transfer disable trigger user');
    await tx.query('alter table lot disable trigger user');
  });
  for (const [index, { name, debitAccountId, creditAccountId, count }] of tiers.entries()) {
    const payerBudget = index === 0 ? creditAccountId : debitAccountId;
    const parentCount = tiers[index - 1]?.count ?? 0;
    const isMint = index === 0;
    for (let from = 0; from < count; from += batch) {
      const to = Math.min(from + batch, count) - 1;
      await database.write(
        `insert into transfer (id, kind, application_id, payout_no, revision, debit_account_id, credit_account_id, amount_fen, budget_id, approvals_required,
           policy_decision_key, policy_limit_fen, policy_second_approver, state, decision_ids, post_decision_ids, created_at, settled_at)
         select ${uuid(index, 'no', 'a')}, '${isMint ? 'mint' : 'payout'}', '${name}-' || no, 1, ${isMint ? 'null, ' : '1, '}'${debitAccountId}', '${creditAccountId}', 100,
           'budget:${payerBudget}', ${isMint ? 'null, null, null, null' : `1, '1', 0, false`}, 'posted', '{a}', ${isMint ? `'{}'` : `'{b}'`}, now(), now()
         from generate_series(${from}, ${to}) as no`,
      );
      await database.write(
        `insert into lot (id, account_id, advice_id, amount_fen, remaining_fen, parent_id, transfer_id)
         select ${uuid(index, 'no', 'b')}, '${creditAccountId}', 'advice-' || no % ${mints}, 100, ${index === tiers.length - 1 ? 100 : 0},
           ${isMint ? 'null' : uuid(index - 1, `(no % ${parentCount})`, 'b')}, ${uuid(index, 'no', 'a')}
         from generate_series(${from}, ${to}) as no`,
      );
    }
  }
  await database.transaction(async (tx) => {
    await tx.query('alter table transfer enable trigger user');
    await tx.query('alter table lot enable trigger user');
  });
  await database.write('vacuum analyze');
}

/** How long the trail of a payment's lot takes back to its deposit, in ms, for a thousand payments here and there. */
export async function timeTrails(database: Database, transfers: number): Promise<readonly number[]> {
  const count = tiersOf(transfers).at(-1)?.count ?? 1;
  const tookMs: number[] = [];
  for (let no = 0; no < reads + warmUpReads; no += 1) {
    const applicationId = `app-${(no * 7_919_993) % count}`;
    const startedMs = performance.now();
    const trail = await readTrail(database.read, applicationId);
    const ms = performance.now() - startedMs;
    if (trail.length !== 4) throw new Error(`the trail of ${applicationId} has ${trail.length} steps`);
    if (no >= warmUpReads) tookMs.push(ms);
  }
  return tookMs;
}
