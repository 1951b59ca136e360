import { orderRedemption, readApplication } from '@gbc/applications';
import { readPayments, settleSimulatedPayment, type Payment } from '@gbc/bank';
import type { SignedIn } from '@gbc/identity';
import type { Tx } from '@gbc/prisma';
import type { Handlers } from '../call.ts';
import type { ApiParts } from '../parts.ts';
import { present } from '../present.ts';
import { ApiError } from '../problem.ts';
import { maskCreditor, maySeeCreditor } from '../views/creditor.ts';

type Ids = 'orderRedemption' | 'listPayments' | 'settlePayment';

export const isBankOperator = (by: SignedIn) => by.memberships.some(({ role }) => role === 'bank-operator');

/** A payment as this reader may see it. */
async function paymentView(read: Tx['query'], by: SignedIn, { paymentId, applicationId, amountFen, creditor, remittance, state, reasonCode, createdAt, takenAt, settledAt }: Payment) {
  const { applicantOrganisationId: organisationId, payerOrganisationId: receiverOrganisationId } = await readApplication(read, applicationId);
  return {
    ...present({ paymentId, applicationId, amountFen, remittance, state, reasonCode, createdAt, takenAt, settledAt }),
    creditor: maySeeCreditor(by, { organisationId, receiverOrganisationId }) ? creditor : maskCreditor(creditor),
  };
}

export function paymentHandlers({ database, env, dispatcher, bank }: ApiParts): Handlers<Ids> {
  const { read } = database;

  return {
    orderRedemption: {
      run: async (tx, { by, body }) => ({ applicationId: await orderRedemption(tx, env, by, body) }),
      async answer(_call, { applicationId = '' }) {
        await dispatcher.flush();
        return { applicationId };
      },
    },
    listPayments: {
      async answer({ by }) {
        const payments = await readPayments(read);
        return { items: await Promise.all(payments.map((payment) => paymentView(read, by, payment))) };
      },
    },
    settlePayment: {
      // As with deposits: the bank keeps its own books, and its own idempotency by paymentId.
      run: async () => ({}),
      async answer({ by, params, body }) {
        const { paymentId = '' } = params;
        if (!isBankOperator(by)) throw new ApiError('access.denied');
        const [ordered] = await readPayments(read, { paymentIds: [paymentId] });
        if (!ordered) throw new ApiError('bank.paymentMissing');
        if (!bank.address) throw new ApiError('bank.notSimulated');
        await settleSimulatedPayment(bank.address, paymentId, body);
        await bank.pollFeed();
        const [settled = ordered] = await readPayments(read, { paymentIds: [paymentId] });
        return paymentView(read, by, settled);
      },
    },
  };
}
