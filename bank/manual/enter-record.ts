import { appendEvent, canonicalJson, commitPersonalValue, type Actor, type Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import type { BankPaper } from './bank-record.ts';

/** Who types in what a paper says: a person, by name. */
export type Clerk = Extract<Actor, { kind: 'person' }>;

export interface EnterBankRecord {
  readonly by: Clerk;
  readonly paper: BankPaper;
}

/** Keeps what one person read off the bank's paper. It counts for nothing until another has read the same. @returns the record's id */
export async function enterBankRecord(tx: Tx, env: Environment, { by, paper }: EnterBankRecord): Promise<string> {
  const recordId = env.newId();
  // A payer's name may be a person's: the log knows what was entered by its commitment alone.
  const contentCommitment = await commitPersonalValue(tx, env, canonicalJson(paper));
  await tx.query('insert into bank_record (id, paper, state, entered_by, entered_at, differences) values ($1, $2, $3, $4, $5, $6)', [
    recordId, JSON.stringify(paper), 'entered', by.personId, env.now(), [],
  ]);
  await appendEvent(tx, env, { type: 'bankRecordEntered', actor: by, data: { recordId, kind: paper.kind, contentCommitment } });
  return recordId;
}
