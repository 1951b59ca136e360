import assert from 'node:assert/strict';
import { paymentIdOf } from '@gbc/ledger';
import { atOneMoment, readBankBooks, type Ask } from './books.ts';

interface TransferRow {
  readonly id: string;
  readonly kind: string;
  readonly applicationId: string;
  readonly payoutNo: number;
  readonly state: string;
  readonly amountFen: bigint;
}

const sum = (amounts: readonly bigint[]) => amounts.reduce((total, fen) => total + fen, 0n);

/** The ledger against itself: the sum of the balances is the supply, lots make up each balance, holds are what is pending. */
async function checkLedger(ask: Ask): Promise<bigint> {
  const [totals] = await ask<{ minted: bigint; burned: bigint; balances: bigint }>(
    `select (select coalesce(sum(amount_fen), 0)::bigint from transfer where kind = 'mint') as minted,
            (select coalesce(sum(amount_fen), 0)::bigint from transfer where kind = 'burn' and state = 'posted') as burned,
            (select coalesce(sum(credits_posted_fen - debits_posted_fen), 0)::bigint from account where kind <> 'custody') as balances`,
  );
  assert.ok(totals);
  const supplyFen = totals.minted - totals.burned;
  assert.equal(totals.balances, supplyFen, 'the sum of all balances is the supply');
  const wrong = await ask(
    `select id, credits_posted_fen - debits_posted_fen as balance, debits_pending_fen as held, coalesce(lots, 0)::bigint as lots, coalesce(pending, 0)::bigint as pending from account
     left join (select account_id, sum(remaining_fen) as lots from lot group by 1) l on l.account_id = account.id
     left join (select debit_account_id, sum(amount_fen) as pending from transfer where state = 'pending' group by 1) p on p.debit_account_id = account.id
     where kind <> 'custody' and (credits_posted_fen - debits_posted_fen <> coalesce(lots, 0) or debits_pending_fen <> coalesce(pending, 0) or credits_posted_fen - debits_posted_fen - debits_pending_fen < 0)`,
  );
  assert.deepEqual(wrong, [], 'lots make up each balance, pending transfers what is held, and nothing is below zero');
  return supplyFen;
}

/** Nobody is paid twice, nothing is minted or burned that the bank knows nothing of, nothing that somebody asked for once is there twice. */
async function checkOnce(ask: Ask): Promise<void> {
  const doubled = await ask(
    `select 'payout' as what, application_id as id, count(*)::int as times from transfer where state = 'posted' and kind in ('payout', 'burn') group by 2 having count(*) > 1
     union all select 'pending beside posted', application_id, count(*)::int from transfer where state in ('pending', 'posted') and kind in ('payout', 'burn') group by 2 having count(*) > 1
     union all select 'mint', application_id, count(*)::int from transfer where kind = 'mint' group by 2 having count(*) > 1
     union all select 'application', title, count(*)::int from application where title ~ '^[a-z]+-[0-9]+-[0-9]+$' group by 2 having count(*) > 1
     union all select 'instance', application_id, count(*)::int from process_instance where parent_process_instance_key is null and application_id is not null group by 2 having count(*) > 1
     union all select 'set aside', linked_id::text, count(*)::int from transfer where kind = 'setAside' group by 2 having count(*) > 1`,
  );
  assert.deepEqual(doubled, [], 'nothing is there twice');
}

/** Where the bank's money is: minted or on its way in, burned or on its way out. */
export interface Custody {
  readonly supplyFen: bigint;
  readonly custodyFen: bigint;
  /** Paid in and not minted yet. */
  readonly comingFen: bigint;
  /** Paid out and not burned yet. */
  readonly goingFen: bigint;
}

/** Holds the ledger against itself and against the bank's own files. @throws AssertionError with what differs */
export async function checkMoney(dataDir: string): Promise<Custody> {
  const { supplyFen, transfers } = await atOneMoment(dataDir, async (ask) => {
    await checkOnce(ask);
    return {
      supplyFen: await checkLedger(ask),
      transfers: await ask<TransferRow>(`select id, kind, application_id as "applicationId", payout_no as "payoutNo", state, amount_fen as "amountFen" from transfer where kind in ('mint', 'burn')`),
    };
  });
  // The bank's books are read later and only grow: whatever the ledger stands on must be in them.
  const bank = readBankBooks(dataDir);
  const minted = new Map(transfers.filter(({ kind }) => kind === 'mint').map(({ applicationId, amountFen }) => [applicationId.replace(/^deposit:/, ''), amountFen]));
  for (const [adviceId, amountFen] of minted) assert.equal(bank.paidIn.get(adviceId), Number(amountFen), `the bank was paid for the mint of ${adviceId}`);
  const burned = new Map(transfers.filter(({ kind, state }) => kind === 'burn' && state === 'posted').map((it) => [paymentIdOf(it), it.amountFen]));
  for (const [paymentId, amountFen] of burned) assert.deepEqual(bank.ended.get(paymentId), { outcome: 'paid', amountFen: Number(amountFen) }, `the bank has paid for the burn of ${paymentId}`);
  for (const { kind, state, ...it } of transfers) {
    if (kind === 'burn' && state === 'voided') assert.notEqual(bank.ended.get(paymentIdOf(it))?.outcome, 'paid', `tokens are released that the bank has paid for: ${paymentIdOf(it)}`);
  }
  const paid = [...bank.ended].filter(([, { outcome }]) => outcome === 'paid').map(([paymentId, { amountFen }]) => ({ paymentId, amountFen: BigInt(amountFen) }));
  const custodyFen = sum([...bank.paidIn.values()].map(BigInt)) - sum(paid.map(({ amountFen }) => amountFen));
  const comingFen = sum([...bank.paidIn].filter(([adviceId]) => !minted.has(adviceId)).map(([, fen]) => BigInt(fen)));
  const goingFen = sum(paid.filter(({ paymentId }) => !burned.has(paymentId)).map(({ amountFen }) => amountFen));
  assert.equal(supplyFen + comingFen - goingFen, custodyFen, 'supply is custody, but for what is on its way');
  return { supplyFen, custodyFen, comingFen, goingFen };
}
