import { startFunding } from '@gbc/applications';
import { assignDeposit, closeParkedAdvice, readAppropriations, readDeposits, readParkedAdvices, readUnreadMessages } from '@gbc/bank';
import { commitPersonalValue } from '@gbc/events';
import { asClerk, asDistrict, requireReader } from '../bank-clerk.ts';
import type { Handlers } from '../call.ts';
import type { ApiParts } from '../parts.ts';
import { present } from '../present.ts';

/** What of the bank's word waits for a person. */
export function parkedHandlers({ database, env, dispatcher, stream }: ApiParts): Handlers<'listParked' | 'assignDeposit' | 'closeParkedAdvice'> {
  const { read } = database;
  return {
    listParked: {
      async answer({ by }) {
        requireReader(by);
        const [deposits, payments, messages, appropriations] = await Promise.all([readDeposits(read, { states: ['parked'] }), readParkedAdvices(read), readUnreadMessages(read), readAppropriations(read)]);
        return {
          deposits: deposits.map(({ adviceId, reference, amountFen, valueDate, parkedCode, receivedAt }) => ({
            ...present({ adviceId, reference, amountFen, valueDate, receivedAt }), code: parkedCode ?? '', mayAssign: parkedCode !== 'bank.adviceConflict',
          })),
          payments: payments.map(({ parkedCode: code, ...advice }) => ({ ...present(advice), code })),
          messages: messages.map((message) => present(message)),
          appropriations: appropriations.map((appropriation) => present(appropriation)),
        };
      },
    },
    assignDeposit: {
      async run(tx, { by, params: { adviceId = '' }, body: { reference } }) {
        const deposit = await assignDeposit(tx, env, { by: asDistrict(by), adviceId, reference });
        await startFunding(tx, env, deposit);
        return { adviceId };
      },
      async answer(_call, { adviceId = '' }) {
        await dispatcher.flush();
        stream.publish('deposits', adviceId);
        return { adviceId };
      },
    },
    closeParkedAdvice: {
      async run(tx, { by, params: { adviceId = '' }, body: { contentHash, reason } }) {
        const clerk = asClerk(by);
        const reasonCommitment = await commitPersonalValue(tx, env, reason);
        await closeParkedAdvice(tx, env, { by: clerk, adviceId, contentHash, reasonCommitment });
        return { adviceId };
      },
      answer: (_call, { adviceId = '' }) => (stream.publish('deposits', adviceId), Promise.resolve({ adviceId })),
    },
  };
}
