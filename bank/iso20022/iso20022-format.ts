import type { MessageFormat } from '../messages/message-format.ts';
import { invalid } from '../messages/message-invalid.ts';
import type { CustodyAccount } from '../custody-account.ts';
import { readCamt053 } from './camt-053.ts';
import { readCamt054 } from './camt-054.ts';
import { readDocument } from './document.ts';
import { writePain001 } from './pain-001.ts';
import { readPain002 } from './pain-002.ts';

/**
 * ISO 20022: an order goes out as a `pain.001` of its own, whose message id is the payment's id: a bank takes a message id once, so an order
 * that is sent again can't be paid again. `pain.002`, `camt.053` and `camt.054` come in, of any version that says the same.
 */
export function iso20022Format(account: CustodyAccount): MessageFormat {
  return {
    writeOrder: (order, at) => ({
      name: `pain.001-${order.paymentId}.xml`,
      bytes: writePain001({ messageId: order.paymentId, createdAt: at, debtor: account, orders: [order] }),
    }),
    read({ bytes }) {
      const { kind, body } = readDocument(bytes);
      const nothing = { deposits: [], payments: [], statements: [] };
      switch (kind) {
        case 'pain.002': return { ...nothing, payments: readPain002(body) };
        case 'camt.053': return { ...nothing, statements: readCamt053(body, account) };
        case 'camt.054': return { ...nothing, ...readCamt054(body, account) };
        default: throw invalid('unknownMessage', kind);
      }
    },
  };
}
