import { people } from './scene.ts';
import type { CommandStep, LinkStep, MoneyStep, Step } from './steps.ts';
import { opening, openingOfSheet } from './world.ts';

type Person = typeof people.finance;

const one = (command: CommandStep): Step => ({ kind: 'one', command });
const about = (applicationId: string) => ({ applicationId, shift: 0 });
const decision = (applicationId: string, by: Person, kind: (Step & { kind: 'decide' })['decision'], outcome: 'approved' | 'confirmed' = 'approved'): Step =>
  ({ kind: 'decide', ...about(applicationId), decision: kind, by, outcome, revisionsBack: 0, fate: 'accepted' });
const freeze = (subjectId = 'street', by: Person = people.regulator, freezeId = 'freeze-1') => one({ kind: 'freeze', freezeId, subject: 'account', subjectId, by, lastsDays: 1 });
const answer = (outcome: 'lifted' | 'upheld', by: Person = people.regulator) => one({ kind: 'answer', freezeId: 'freeze-1', by, outcome });
const take = (applicationId: string, lastsDays: number | null = null): MoneyStep => ({ kind: 'take', ...about(applicationId), limitFen: 100n, lastsDays });
const post = (applicationId: string): MoneyStep => ({ kind: 'post', ...about(applicationId) });
const linked = (linkId: string, ...members: MoneyStep[]): LinkStep => ({ kind: 'linked', linkId, members });

const fund = (adviceId: string, amountFen = 80n): Step[] => [
  { kind: 'advise', adviceId, amountFen, accountId: 'street', budgetId: 'appropriation' },
  { kind: 'judge', adviceId, by: people.finance, outcome: 'approved' },
  one({ kind: 'mint', adviceId }),
];

const reviewed = (applicationId: string, amountFen: bigint, changes: Partial<Step & { kind: 'submit' }> = {}): Step[] => [
  { kind: 'submit', applicationId, by: people.supplier, payerAccountId: 'street', payeeAccountId: 'supplier', budgetId: 'invoice', amountFen, ...changes },
  decision(applicationId, people.specialist, 'review'),
];

const hold = (applicationId: string, amountFen: bigint, lastsDays: number | null = null): Step[] => [
  ...reviewed(applicationId, amountFen),
  one(take(applicationId, lastsDays)),
  decision(applicationId, people.finance, 'payout'),
];

const correct = (applicationId: string): Step[] => [
  decision(applicationId, people.finance, 'correction'),
  decision(applicationId, people.financeToo, 'correction'),
  one({ kind: 'correct', ...about(applicationId) }),
];

/** An office is given tokens, keeps a share of them, has that paid out, and pays on from the rest. */
const allocation: Step[] = [
  ...reviewed('app-4', 40n, { payeeAccountId: 'next', budgetId: 'appropriation', by: people.otherSpecialist }),
  decision('app-4', people.finance, 'payout'),
  decision('app-4', people.otherFinance, 'receipt', 'confirmed'),
  one(linked('link-1', take('app-4'), post('app-4'), { kind: 'setAside', ...about('app-4'), accountId: 'next-operating', decisionKey: 'ratio-1', ratioBasisPoints: 2_500, capFen: 8n })),
  one(linked('link-1', take('app-4'))),
  ...reviewed('app-5', 20n, { payeeAccountId: 'next', budgetId: 'appropriation', by: people.otherSpecialist }),
  decision('app-5', people.finance, 'payout'),
  decision('app-5', people.otherFinance, 'receipt', 'confirmed'),
  one(take('app-5')),
  one(post('app-5')),
  // The cap is the project's: of the second share nothing is left.
  one({ kind: 'setAside', ...about('app-5'), accountId: 'next-operating', decisionKey: 'ratio-1', ratioBasisPoints: 2_500, capFen: 8n }),
  { kind: 'order', applicationId: 'redeem-2', by: people.otherSpecialist, accountId: 'next', amountFen: 1n },
  one({ kind: 'redeem', ...about('redeem-2') }),
  { kind: 'order', applicationId: 'redeem-2', by: people.otherSpecialist, accountId: 'next-operating', amountFen: 8n },
  one({ kind: 'redeem', ...about('redeem-2') }),
  decision('redeem-2', people.districtFinance, 'redemption'),
  one({ kind: 'instruct', ...about('redeem-2') }),
  { kind: 'bankSays', ...about('redeem-2'), answer: 'confirmed', otherFen: 0n },
  one({ kind: 'burn', ...about('redeem-2') }),
  { kind: 'submit', applicationId: 'app-6', by: people.supplier, payerAccountId: 'next', payeeAccountId: 'supplier', budgetId: 'next-contract', amountFen: 10n },
  decision('app-6', people.otherSpecialist, 'review'),
  decision('app-6', people.otherFinance, 'payout'),
  one(take('app-6')),
  one(post('app-6')),
];

/** A freeze is appealed against, upheld, and over with its day; its orderer doesn't judge the appeal. */
const appealed: Step[] = [
  freeze('street', people.finance),
  freeze(),
  freeze('street', people.regulator, 'freeze-2'),
  answer('upheld', people.regulatorToo),
  one({ kind: 'appeal', freezeId: 'freeze-1', by: people.supplier }),
  one({ kind: 'appeal', freezeId: 'freeze-1', by: people.finance }),
  answer('lifted'),
  answer('upheld', people.regulatorToo),
  { kind: 'nextDay' },
  answer('lifted'),
  freeze('street', people.regulator, 'freeze-3'),
  one({ kind: 'answer', freezeId: 'freeze-3', by: people.regulatorToo, outcome: 'lifted' }),
  one({ kind: 'answer', freezeId: 'freeze-2', by: people.regulatorToo, outcome: 'lifted' }),
];

/** What chance seldom comes to, each once. */
export const rareHistory: Step[] = [
  ...[...opening, ...openingOfSheet].map(one),
  ...fund('advice-1'),
  ...fund('advice-2'),
  ...fund('advice-4', 2_000_000n),
  ...hold('app-1', 40n),
  one({ kind: 'expire', ...about('app-1') }),
  one({ kind: 'correct', ...about('app-1') }),
  one(linked('link-2', post('app-1'), { kind: 'void', ...about('app-1'), reason: 'rejected' })),
  one(post('app-1')),
  { kind: 'order', applicationId: 'redeem-1', by: people.supplier, accountId: 'supplier', amountFen: 30n },
  one({ kind: 'redeem', ...about('redeem-1') }),
  decision('redeem-1', people.districtFinance, 'redemption'),
  one({ kind: 'instruct', ...about('redeem-1') }),
  one({ kind: 'releaseRedemption', ...about('redeem-1'), reason: 'rejected' }),
  one({ kind: 'burn', ...about('redeem-1') }),
  { kind: 'bankSays', ...about('redeem-1'), answer: 'confirmed', otherFen: 0n },
  one({ kind: 'burn', ...about('redeem-1') }),
  ...hold('app-2', 60n),
  one(post('app-2')),
  // A payment whose payee has redeemed some of it can't go back; one that lies with its payee can, but not while the payer is frozen.
  ...correct('app-1'),
  one({ kind: 'freeze', freezeId: 'freeze-9', subject: 'account', subjectId: 'street', by: people.regulator, lastsDays: 1 }),
  ...correct('app-2'),
  one({ kind: 'answer', freezeId: 'freeze-9', by: people.regulator, outcome: 'lifted' }),
  one({ kind: 'correct', ...about('app-2') }),
  ...hold('app-3', 1n, 1),
  { kind: 'nextDay' },
  one(post('app-3')),
  one({ kind: 'expire', ...about('app-3') }),
  ...appealed,
  ...allocation,
  { kind: 'prove', agrees: false },
  ...fund('advice-3'),
  { kind: 'prove', agrees: true },
  one({ kind: 'mint', adviceId: 'advice-3' }),
  ...reviewed('app-7', 1n, { payeeAccountId: 'elsewhere' }),
  one(take('app-7')),
  ...reviewed('app-7', 1n, { payeeAccountId: 'stranger' }),
  one(take('app-7')),
  ...hold('app-11', 1n),
  one({ kind: 'void', ...about('app-11'), reason: 'rejected' }),
  one({ kind: 'post', applicationId: 'app-11', shift: -1 }),
  ...reviewed('app-8', 1n, { budgetId: 'nothing' }),
  one(take('app-8')),
  ...reviewed('app-9', 1n, { payeeAccountId: 'nowhere' }),
  one(take('app-9')),
  ...reviewed('app-10', 1_000n, { payeeAccountId: 'next', budgetId: 'appropriation' }),
  one(take('app-10')),
];
