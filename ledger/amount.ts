import { LedgerError } from './ledger-error.ts';

/** The largest amount that events and HTTP can carry as an exact JSON integer. */
const amountMaxFen = BigInt(Number.MAX_SAFE_INTEGER);

/**
 * Answers `amountFen` as bigint.
 * @throws LedgerError `ledger.invalid` unless it is a whole number of fen from 1 to 2^53-1
 */
export function requireAmount(field: string, amountFen: bigint | number): bigint {
  if (typeof amountFen === 'number' && !Number.isSafeInteger(amountFen)) throw new LedgerError('ledger.invalid', { field });
  const amount = BigInt(amountFen);
  if (amount < 1n || amount > amountMaxFen) throw new LedgerError('ledger.invalid', { field });
  return amount;
}
