import { isDeepStrictEqual } from 'node:util';
import { appendEvent, canonicalJson, commitPersonalValue, type Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { BankError } from '../bank-error.ts';
import { lockBankRecord, recordColumns, type BankPaper, type BankRecord } from './bank-record.ts';
import type { EnterBankRecord } from './enter-record.ts';

export interface CheckBankRecord extends EnterBankRecord {
  readonly recordId: string;
}

/**
 * Holds what a second person read off the same paper against what the first entered: the same confirms it; anything else ends the record
 * as `differed`, says in which fields, and nothing of it is believed. Both are events.
 * @throws BankError `bank.recordUnknown`; `bank.ownRecord` for who entered it; `bank.recordClosed` once it was checked
 */
export async function checkBankRecord(tx: Tx, env: Environment, { by, recordId, paper }: CheckBankRecord): Promise<BankRecord> {
  const record = await lockBankRecord(tx, recordId);
  if (record.enteredBy === by.personId) throw new BankError('bank.ownRecord', { recordId });
  if (record.state !== 'entered') throw new BankError('bank.recordClosed', { recordId });
  const differences = differencesOf(record.paper, paper);
  const outcome = differences.length === 0 ? 'confirmed' : 'differed';
  const contentCommitment = await commitPersonalValue(tx, env, canonicalJson(paper));
  const { rows } = await tx.query<BankRecord>(
    `update bank_record set state = $2, checked_by = $3, checked_at = $4, differences = $5 where id = $1 returning ${recordColumns}`,
    [recordId, outcome, by.personId, env.now(), differences],
  );
  await appendEvent(tx, env, { type: 'bankRecordChecked', actor: by, data: { recordId, kind: record.paper.kind, outcome, contentCommitment, fields: differences } });
  return rows[0] ?? record;
}

/** The fields in which two readings of a paper differ; lines of a statement count in any order. */
function differencesOf(one: BankPaper, other: BankPaper): string[] {
  const [first, second] = [fieldsOf(one), fieldsOf(other)];
  const names = [...new Set([...second.keys(), ...first.keys()])];
  return names.filter((name) => !isDeepStrictEqual(first.get(name), second.get(name)));
}

function fieldsOf(paper: BankPaper): Map<string, unknown> {
  const ordered = 'lines' in paper ? { ...paper, lines: paper.lines.map((line) => canonicalJson(line)).toSorted() } : paper;
  return new Map(Object.entries(ordered));
}
