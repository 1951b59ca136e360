import type { Environment } from '@gbc/events';
import { differencesOf, readSupply, recordReserveProof, type ReserveComparison, type ReserveLine, type ReserveProof } from '@gbc/ledger';
import type { Database, Tx } from '@gbc/prisma';
import type { CustodianBank, CustodyStatement, StatementLine } from './custodian-bank.ts';

export interface ReserveParts {
  readonly database: Database;
  readonly env: Environment;
  readonly bank: CustodianBank;
  /** Takes in what the bank has told by now, so that nothing on the statement is news to us. */
  readonly pollFeed: () => Promise<void>;
}

/** Money moves while two books are read one after the other: a difference counts once it stays. */
const triesMax = 3;

/**
 * Holds the bank's statement against the ledger, line by line, and keeps what came of it (`recordReserveProof`).
 * @throws BankError of `readStatement`: then there is no proof, and the last one counts
 */
export async function proveReserve(parts: ReserveParts): Promise<ReserveProof> {
  const { database, env, bank, pollFeed } = parts;
  for (let tries = 1; ; tries += 1) {
    const statement = await bank.readStatement();
    await pollFeed();
    const proof = await database.transaction(async (tx) => {
      await tx.query('set transaction isolation level repeatable read');
      const comparison = await compare(tx.query.bind(tx), statement);
      const isSettled = differencesOf(comparison).length === 0 || tries === triesMax;
      return isSettled ? recordReserveProof(tx, env, comparison) : undefined;
    });
    if (proof) return proof;
  }
}

/** What we have of a deposit or a payment. */
interface Ours {
  readonly kind: StatementLine['kind'];
  readonly id: string;
  /** As advised or ordered. */
  readonly amountFen: bigint;
  /** Minted or burned; null while it isn't. */
  readonly ledgerFen: bigint | null;
  readonly isRefused: boolean;
}

async function compare(read: Tx['query'], { openingFen, lines, closingFen }: CustodyStatement): Promise<ReserveComparison> {
  const ours = new Map((await readOurs(read)).map((each) => [keyOf(each), each]));
  const theirs = new Set(lines.map(keyOf));
  const isRepeated = repeatsIn(lines);
  // What the bank booked once more under the same id is a movement that nobody here knows of.
  const stated = lines.map((line, index) => compareLine(line, isRepeated(index) ? undefined : ours.get(keyOf(line))));
  const unstated = [...ours.values()].filter((each) => each.ledgerFen !== null && !theirs.has(keyOf(each))).map(({ kind, id, ledgerFen }): ReserveLine => ({ kind, id, bankFen: null, ledgerFen, state: 'unknownToBank' }));
  const sumFen = lines.reduce((sum, { kind, amountFen }) => (kind === 'deposit' ? sum + amountFen : sum - amountFen), openingFen);
  const supplyFen = await readSupply(read);
  const balancesFen = await readBalanceSum(read);
  return {
    custodyFen: closingFen, supplyFen, balancesFen,
    lines: [...stated, ...unstated, ...compareSums('statementSum', closingFen, sumFen), ...compareSums('balances', supplyFen, balancesFen)],
  };
}

function repeatsIn(lines: readonly StatementLine[]): (index: number) => boolean {
  const first = new Map(lines.map((line, index): [string, number] => [keyOf(line), index]).toReversed());
  return (index) => first.get(keyOf(lines[index] as StatementLine)) !== index;
}

const keyOf = ({ kind, id }: Pick<StatementLine, 'kind' | 'id'>) => `${kind} ${id}`;

function compareLine({ kind, id, amountFen: bankFen }: StatementLine, ours: Ours | undefined): ReserveLine {
  const line = { kind, id, bankFen, ledgerFen: ours?.ledgerFen ?? null };
  if (!ours) return { ...line, state: 'unknownHere' };
  if (ours.isRefused) return { ...line, state: 'contradicted' };
  if (ours.amountFen !== bankFen || (ours.ledgerFen !== null && ours.ledgerFen !== bankFen)) return { ...line, state: 'amountDiffers' };
  if (ours.ledgerFen !== null) return { ...line, state: 'matched' };
  return { ...line, state: kind === 'deposit' ? 'notMinted' : 'notBurned' };
}

function compareSums(state: 'statementSum' | 'balances', bankFen: bigint, ledgerFen: bigint): ReserveLine[] {
  return bankFen === ledgerFen ? [] : [{ kind: 'sum', id: '', bankFen, ledgerFen, state }];
}

async function readOurs(read: Tx['query']): Promise<readonly Ours[]> {
  const { rows } = await read<Ours>(
    `select 'deposit' kind, coalesce(advice_id, substr(minted.application_id, length('deposit:') + 1)) id,
       coalesce(deposit_advice.amount_fen, minted.amount_fen) "amountFen", minted.amount_fen "ledgerFen", false "isRefused"
     from deposit_advice full join (select * from transfer where kind = 'mint') minted on minted.application_id = 'deposit:' || advice_id
     union all
     select 'payment', payment_id, payment_order.amount_fen, transfer.amount_fen, payment_order.state = 'refused'
     from payment_order left join transfer on transfer.application_id = payment_order.application_id and transfer.payout_no = payment_order.payout_no
       and transfer.kind = 'burn' and transfer.state = 'posted'`,
  );
  return rows;
}

async function readBalanceSum(read: Tx['query']): Promise<bigint> {
  const { rows } = await read<{ sumFen: bigint }>(`select coalesce(sum(credits_posted_fen - debits_posted_fen), 0)::bigint "sumFen" from account where kind <> 'custody'`);
  return rows[0]?.sumFen ?? 0n;
}
