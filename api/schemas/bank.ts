import { pushedAdvices } from '@gbc/bank';
import { z } from 'zod';
import { Day, Fen, Id, PositiveFen, Text, Time, Uuid } from './values.ts';

export const BankDesk = z
  .object({
    adapter: z.enum(['simulated', 'iso20022-files', 'iso20022-http', 'csv', 'manual']),
    isSimulated: z.boolean().meta({ description: 'The bank’s operator pays in and settles in our own screens' }),
    account: z.object({ number: z.string(), holder: z.string(), bank: z.string() }).meta({ description: 'The custody account' }),
  })
  .meta({ id: 'BankDesk' });

/** The bank's own number of a slip, as it is printed. */
const SlipNumber = z.string().trim().min(1).max(64);
const ReasonCode = z.string().regex(/^[A-Z0-9]{2,4}$/);

const DepositPaper = z.object({ kind: z.literal('deposit'), adviceId: SlipNumber, reference: z.string().trim().min(1).max(140), amountFen: PositiveFen, valueDate: Day, debtorName: Text.nullable() });
const PaymentPaper = z
  .object({ kind: z.literal('payment'), adviceId: SlipNumber, paymentId: z.string().trim().min(1).max(35), outcome: z.enum(['paid', 'refused']), amountFen: PositiveFen, valueDate: Day, reasonCode: ReasonCode.nullable() });
const StatementPaper = z.object({
  kind: z.literal('statement'), day: Day, openingFen: Fen, closingFen: Fen,
  lines: z.array(z.object({ kind: z.enum(['deposit', 'payment']), id: SlipNumber, amountFen: PositiveFen })).max(500),
});

export const BankPaper = z.discriminatedUnion('kind', [DepositPaper, PaymentPaper, StatementPaper]).meta({ id: 'BankPaper', description: 'What stands on a paper of the bank’s' });

export const NewBankRecord = z.object({ paper: BankPaper }).meta({ id: 'NewBankRecord' });

export const BankRecord = z
  .object({
    recordId: Uuid,
    kind: z.enum(['deposit', 'payment', 'statement']),
    state: z.enum(['entered', 'confirmed', 'differed']),
    paper: BankPaper.nullable().meta({ description: 'What was read off the paper; null for the second reader until they have read it themselves' }),
    enteredBy: z.string().nullable(),
    enteredAt: Time,
    checkedBy: z.string().nullable(),
    checkedAt: Time.nullable(),
    differences: z.array(z.string()).meta({ description: 'The fields in which the second reading differed' }),
    mayCheck: z.boolean().meta({ description: 'The reader may be the second person' }),
  })
  .meta({ id: 'BankRecord' });

export const ParkedDeposit = z
  .object({ adviceId: z.string(), reference: z.string(), amountFen: PositiveFen, valueDate: Day, code: z.string(), receivedAt: Time, mayAssign: z.boolean() })
  .meta({ id: 'ParkedDeposit' });

export const ParkedAdvice = z
  .object({
    adviceId: z.string(), contentHash: z.string(), paymentId: z.string(), applicationId: z.string().nullable(), outcome: z.enum(['paid', 'refused']),
    amountFen: Fen.nullable().meta({ description: 'As the bank says' }), orderedFen: Fen.nullable().meta({ description: 'As it was ordered; null where nobody ordered it' }),
    valueDate: Day, reasonCode: z.string().nullable(), code: z.string(), receivedAt: Time,
  })
  .meta({ id: 'ParkedAdvice' });

export const Parked = z
  .object({
    deposits: z.array(ParkedDeposit),
    payments: z.array(ParkedAdvice),
    messages: z.array(z.object({ name: z.string(), fault: z.string(), where: z.string(), receivedAt: Time })).meta({ description: 'Messages of the bank’s that aren’t believed' }),
    appropriations: z.array(z.object({ reference: z.string(), limitFen: Fen, roomFen: Fen })).meta({ description: 'What a parked deposit may be for, and how much fits' }),
  })
  .meta({ id: 'Parked' });

export const DepositAssignment = z.object({ reference: Id }).meta({ id: 'DepositAssignment' });

export const AdviceClosing = z.object({ contentHash: z.string().regex(/^[0-9a-f]{64}$/), reason: z.string().trim().min(1).max(2000) }).meta({ id: 'AdviceClosing' });

export const PushHeaders = z.object({
  'X-Bank-Timestamp': z.string().meta({ description: 'When it was signed, seconds since 1970; five minutes off at most' }),
  'X-Bank-Signature': z.string().meta({ description: '`v1=` and the HMAC in lower-case hex' }),
  'X-Bank-Delivery': z.string().meta({ description: 'Names the delivery; sent again it keeps it, under a new time and signature' }),
});

export const PushedAdvices = pushedAdvices.meta({ id: 'PushedAdvices' });
