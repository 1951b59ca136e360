import type { CustodyAccount } from '../custody-account.ts';
import { invalid } from '../messages/message-invalid.ts';
import type { MessageFormat } from '../messages/message-format.ts';
import type { ColumnMapping } from './column-mapping.ts';
import { readMovements } from './read-movements.ts';
import { readResults } from './read-results.ts';
import { readRows } from './read-rows.ts';
import { writeOrder } from './write-order.ts';

/** A bank's files in CSV: which file is what, and which column, says the mapping. */
export function csvFormat(account: CustodyAccount, mapping: ColumnMapping): MessageFormat {
  const isFile = (kind: { readonly fileName: string } | undefined, name: string) => kind !== undefined && new RegExp(kind.fileName, 'u').test(name);
  return {
    writeOrder: (order, at) => ({
      name: mapping.orders.fileName.replace('{paymentId}', order.paymentId),
      bytes: writeOrder(order, at, mapping, account),
    }),
    read({ name, bytes }) {
      const movements = isFile(mapping.statement, name) ? mapping.statement : mapping.advices && isFile(mapping.advices, name) ? mapping.advices : undefined;
      if (movements) {
        const needed = headersOf(movements.columns);
        return readMovements(name, readRows(bytes, mapping, needed), movements, mapping, account.number);
      }
      const { results } = mapping;
      if (!results || !isFile(results, name)) throw invalid('unknownMessage', name);
      return { deposits: [], statements: [], payments: readResults(readRows(bytes, mapping, headersOf(results.columns)), results, mapping) };
    },
  };
}

/** The headers that a file must have. */
function headersOf(columns: Readonly<Record<string, string | undefined>>): string[] {
  return Object.values(columns).filter((header) => header !== undefined);
}
