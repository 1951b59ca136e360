import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const header = z.string().min(1).max(60);
const pattern = z.string().refine(isPattern, 'not a regular expression');

function isPattern(text: string): boolean {
  try {
    return new RegExp(text, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

/** A file of movements: what came in stands in one column, what went out in another. */
const movements = z.strictObject({
  /** Which files these are, by their names. */
  fileName: pattern,
  columns: z.strictObject({
    bankReference: header, credit: header, debit: header, valueDate: header,
    /** Of a debit: the id of the payment. */
    paymentId: header,
    /** Of a credit: what the payer wrote. */
    remittance: header,
    counterparty: header,
    /** The custody account, where the file names it. */
    account: header.optional(),
    /** The balance after the movement: with it the file is a statement. */
    balance: header.optional(),
  }),
});

const results = z.strictObject({
  fileName: pattern,
  columns: z.strictObject({ paymentId: header, outcome: header, reason: header, valueDate: header, amount: header.optional() }),
  /** The words by which the bank says that it won't pay. */
  refusedWords: z.array(z.string().min(1)).min(1),
  /** ISO 20022 reason codes by the bank's own words or codes; what isn't named is `NARR`. */
  reasonCodes: z.record(z.string(), z.string().regex(/^[A-Z0-9]{2,4}$/)),
});

/** Fields of an order, each in the column of this header, from left to right. */
const orderField = z.enum(['paymentId', 'debtorAccount', 'debtorName', 'creditorName', 'creditorAccount', 'creditorBank', 'amount', 'remittance', 'day']);

/** Which column means what in a bank's files: every bank has its own, so it is data. */
export const columnMapping = z.strictObject({
  encoding: z.enum(['utf-8', 'gb18030']),
  delimiter: z.string().length(1),
  /** Lines before the one of the headers. */
  linesBefore: z.int().min(0).max(50),
  /** Between thousands of an amount; empty where the bank writes none. */
  thousandsSeparator: z.enum(['', ',']),
  dayFormat: z.enum(['yyyy-MM-dd', 'yyyy/MM/dd', 'yyyyMMdd']),
  /** A file of movements as they happen, without balances. */
  advices: movements.optional(),
  /** A file of a whole day's movements with their balances. */
  statement: movements,
  /** A file that says of orders how they ended. */
  results: results.optional(),
  orders: z.strictObject({ fileName: z.string().regex(/^[\p{L}\p{N}_.-]*\{paymentId\}[\p{L}\p{N}_.-]*\.csv$/u), columns: z.array(z.strictObject({ header, field: orderField })).min(1) }),
});

export type ColumnMapping = z.output<typeof columnMapping>;
export type OrderField = z.output<typeof orderField>;

/** The mappings that come with the product: a bank's usual file of movements in either encoding. */
export const ownMappings = { utf8: join(import.meta.dirname, 'mappings', 'utf-8.json'), gb18030: join(import.meta.dirname, 'mappings', 'gb18030.json') };

/** Reads a mapping from a JSON file. Throws where it can't be read or isn't one. */
export function readColumnMapping(path: string): ColumnMapping {
  return columnMapping.parse(JSON.parse(readFileSync(path, 'utf8')));
}
