import { appendEvent, type Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { ledgerActor } from './actor.ts';

/**
 * How a line of the custody statement and what we have of it stand to each other. Two explain themselves, while money is on its way:
 * - `matched`: the same on both sides
 * - `notMinted`: a deposit that is advised and not minted yet
 * - `notBurned`: a payment whose tokens are still held
 *
 * and the others are differences:
 * - `unknownHere`: the bank has it, we don't
 * - `unknownToBank`: we minted or burned it, the bank doesn't have it
 * - `amountDiffers`: both have it, of another amount
 * - `contradicted`: the bank paid what it told us it had refused
 * - `statementSum`: the bank's lines don't come to its balance
 * - `balances`: the balances of all accounts don't come to the supply
 */
export type ReserveLineState =
  | 'matched' | 'notMinted' | 'notBurned' | 'unknownHere' | 'unknownToBank' | 'amountDiffers' | 'contradicted' | 'statementSum' | 'balances';

export interface ReserveLine {
  readonly kind: 'deposit' | 'payment' | 'sum';
  /** The deposit's advice or the payment; empty for a sum. */
  readonly id: string;
  /** What the bank has, in fen; null where it has nothing. */
  readonly bankFen: bigint | null;
  /** What the ledger minted or burned; null where it did neither. */
  readonly ledgerFen: bigint | null;
  readonly state: ReserveLineState;
}

/** Custody against supply against balances, at one moment. */
export interface ReserveComparison {
  /** The closing balance of the bank's statement. */
  readonly custodyFen: bigint;
  readonly supplyFen: bigint;
  /** What all accounts hold together. */
  readonly balancesFen: bigint;
  readonly lines: readonly ReserveLine[];
}

export interface ReserveProof extends ReserveComparison {
  readonly proofId: string;
  /** True where every line is matched or explains itself. */
  readonly agrees: boolean;
  readonly provedAt: Date;
}

const explained: readonly ReserveLineState[] = ['matched', 'notMinted', 'notBurned'];

/** The lines that nobody can explain. */
export function differencesOf({ lines }: Pick<ReserveComparison, 'lines'>): readonly ReserveLine[] {
  return lines.filter(({ state }) => !explained.includes(state));
}

/**
 * Keeps a comparison of custody and ledger and tells the log of it. While the newest one has a difference nothing is minted; the next
 * that agrees lets it go on.
 */
export async function recordReserveProof(tx: Tx, env: Environment, comparison: ReserveComparison): Promise<ReserveProof> {
  const { custodyFen, supplyFen, balancesFen, lines } = comparison;
  const differences = differencesOf(comparison);
  const proof: ReserveProof = { ...comparison, proofId: env.newId(), agrees: differences.length === 0, provedAt: env.now() };
  const stored = lines.map((line) => ({ ...line, bankFen: numberOf(line.bankFen), ledgerFen: numberOf(line.ledgerFen) }));
  await tx.query('insert into reserve_proof (id, custody_fen, supply_fen, balances_fen, agrees, lines, proved_at) values ($1, $2, $3, $4, $5, $6, $7)', [
    proof.proofId, custodyFen, supplyFen, balancesFen, proof.agrees, JSON.stringify(stored), proof.provedAt,
  ]);
  await appendEvent(tx, env, {
    type: 'reserveProved',
    actor: ledgerActor,
    data: {
      proofId: proof.proofId, custodyFen, supplyFen, balancesFen, outcome: proof.agrees ? 'agreed' : 'differed', lineCount: lines.length,
      differences: differences.map(({ kind, id, bankFen, ledgerFen, state }) => ({ kind, id, bankFen, ledgerFen, state })),
    },
  });
  return proof;
}

interface ProofRow extends Omit<ReserveProof, 'lines'> {
  readonly lines: readonly (Omit<ReserveLine, 'bankFen' | 'ledgerFen'> & { readonly bankFen: number | null; readonly ledgerFen: number | null })[];
}

/** The newest proof; undefined before the first. */
export async function readReserveProof(read: Tx['query']): Promise<ReserveProof | undefined> {
  const { rows } = await read<ProofRow>(
    `select id "proofId", custody_fen "custodyFen", supply_fen "supplyFen", balances_fen "balancesFen", agrees, lines, proved_at "provedAt"
     from reserve_proof order by no desc limit 1`,
  );
  const [row] = rows;
  return row && { ...row, lines: row.lines.map((line) => ({ ...line, bankFen: fenOf(line.bankFen), ledgerFen: fenOf(line.ledgerFen) })) };
}

/** Whether the newest proof has a difference. */
export async function isMintingStopped(read: Tx['query']): Promise<boolean> {
  const { rows } = await read<{ agrees: boolean }>('select agrees from reserve_proof order by no desc limit 1');
  return rows[0]?.agrees === false;
}

const numberOf = (fen: bigint | null) => (fen === null ? null : Number(fen));
const fenOf = (fen: number | null) => (fen === null ? null : BigInt(fen));
