import { people } from './index.ts';
import type { MoneyStep, Step } from './random-steps.ts';

const one = (money: MoneyStep): Step => ({ kind: 'one', money });
const about = (applicationId: string) => ({ applicationId, shift: 0 });
const decision = (applicationId: string, by: typeof people.finance, kind: (Step & { kind: 'decide' })['decision']): Step =>
  ({ kind: 'decide', ...about(applicationId), decision: kind, by, outcome: 'approved', revisionsBack: 0, fate: 'accepted' });
const freeze = (kind: 'freeze' | 'lift') => one({ kind, subject: 'account', subjectId: 'street' });

const fund = (adviceId: string): Step[] => [
  { kind: 'advise', adviceId, amountFen: 80n },
  { kind: 'judge', adviceId, by: people.finance, outcome: 'approved' },
  one({ kind: 'mint', adviceId }),
];

const hold = (applicationId: string, amountFen: bigint, isOver = false): Step[] => [
  { kind: 'submit', applicationId, by: people.supplier, payeeAccountId: 'supplier', amountFen },
  decision(applicationId, people.specialist, 'review'),
  one({ kind: 'take', ...about(applicationId), limitFen: 100n, isOver }),
  decision(applicationId, people.finance, 'payout'),
];

const correct = (applicationId: string): Step[] => [
  decision(applicationId, people.finance, 'correction'),
  decision(applicationId, people.financeToo, 'correction'),
  one({ kind: 'correct', ...about(applicationId) }),
];

/**
 * What chance seldom comes to: a payment whose payee has redeemed some of it can't go back, one that lies with its payee can, but not while
 * the payer is frozen; a hold that is over can't be posted.
 */
export const rareHistory: Step[] = [
  ...fund('advice-1'),
  ...fund('advice-2'),
  ...hold('app-1', 40n),
  one({ kind: 'expire', ...about('app-1') }),
  one({ kind: 'correct', ...about('app-1') }),
  one({ kind: 'post', ...about('app-1') }),
  { kind: 'order', applicationId: 'redeem-1', by: people.supplier, accountId: 'supplier', amountFen: 30n },
  one({ kind: 'redeem', ...about('redeem-1') }),
  decision('redeem-1', people.districtFinance, 'redemption'),
  one({ kind: 'instruct', ...about('redeem-1') }),
  { kind: 'bankSays', ...about('redeem-1'), answer: 'confirmed', otherFen: 0n },
  one({ kind: 'burn', ...about('redeem-1') }),
  ...hold('app-2', 60n),
  one({ kind: 'post', ...about('app-2') }),
  ...correct('app-1'),
  freeze('freeze'),
  freeze('freeze'),
  ...correct('app-2'),
  freeze('lift'),
  freeze('lift'),
  one({ kind: 'correct', ...about('app-2') }),
  ...hold('app-3', 1n, true),
  one({ kind: 'post', ...about('app-3') }),
  one({ kind: 'expire', ...about('app-3') }),
];
