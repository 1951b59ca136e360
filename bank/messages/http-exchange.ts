import { z } from 'zod';
import { askBank, type BankAddress } from '../bank-request.ts';
import type { MessageExchange } from './message-exchange.ts';

/** The messages after a cursor, as the bank hands them out. */
export const messagesAnswer = z.object({ messages: z.array(z.object({ name: z.string().min(1).max(200), content: z.string() })), cursor: z.string() });

const path = '/iso20022/messages';

/** Messages over HTTP: ours are posted, the bank's are asked for from a cursor on, which is lost with the process and begins anew. */
export function httpExchange(address: BankAddress): MessageExchange {
  let cursor: string | null = null;
  return {
    async deliver({ bytes }) {
      await askBank(address, { method: 'POST', path, schema: z.object({}), body: { mediaType: 'application/xml', bytes } });
    },
    async collect(take) {
      for (let more = true; more; ) {
        const query: string = cursor === null ? '' : `?${new URLSearchParams({ after: cursor })}`;
        const answer = await askBank(address, { method: 'GET', path: `${path}${query}`, schema: messagesAnswer });
        for (const { name, content } of answer.messages) await take({ name, bytes: Buffer.from(content, 'utf8') });
        more = answer.messages.length > 0 && answer.cursor !== cursor;
        cursor = answer.cursor;
      }
    },
  };
}
