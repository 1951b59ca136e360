import fc from 'fast-check';
import { people, type Person } from './index.ts';
import type { ModelCommand, ModelDecision, ModelState } from './model-state.ts';

/** A money command before its payout number is known: `shift` 0 is the number whose turn it is. */
export type MoneyStep =
  | { readonly kind: 'mint'; readonly adviceId: string }
  | { readonly kind: 'take'; readonly applicationId: string; readonly shift: number; readonly limitFen: bigint; readonly isOver: boolean }
  | { readonly kind: 'post' | 'expire' | 'correct'; readonly applicationId: string; readonly shift: number }
  | { readonly kind: 'freeze' | 'lift'; readonly subject: 'account' | 'application'; readonly subjectId: string }
  | { readonly kind: 'void' | 'releaseRedemption'; readonly applicationId: string; readonly shift: number; readonly reason: string }
  | { readonly kind: 'redeem' | 'instruct' | 'burn'; readonly applicationId: string; readonly shift: number };

/** What happens next in a random history. */
export type Step =
  | { readonly kind: 'advise'; readonly adviceId: string; readonly amountFen: bigint }
  | { readonly kind: 'judge'; readonly adviceId: string; readonly by: Person; readonly outcome: ModelDecision['outcome'] }
  | { readonly kind: 'submit'; readonly applicationId: string; readonly by: Person; readonly payeeAccountId: string; readonly amountFen: bigint }
  | { readonly kind: 'order'; readonly applicationId: string; readonly by: Person; readonly accountId: string; readonly amountFen: bigint }
  /** What the bank says of the payment whose turn it is, `otherFen` more than was ordered. */
  | { readonly kind: 'bankSays'; readonly applicationId: string; readonly shift: number; readonly answer: 'confirmed' | 'refused'; readonly otherFen: bigint }
  | {
      readonly kind: 'decide';
      readonly applicationId: string;
      readonly decision: 'review' | 'payout' | 'secondPayout' | 'correction' | 'redemption';
      readonly by: Person;
      readonly outcome: ModelDecision['outcome'];
      readonly revisionsBack: number;
      readonly shift: number;
      readonly fate: 'accepted' | 'refused' | 'unknown' | 'acceptedThenRefused';
    }
  | { readonly kind: 'one'; readonly money: MoneyStep }
  /** Committed by nobody: the process died before the commit. */
  | { readonly kind: 'lost'; readonly money: MoneyStep }
  | { readonly kind: 'together'; readonly money: readonly [MoneyStep, MoneyStep] };

/** Mostly `usual`, now and then one of the others: histories get somewhere and still meet every refusal. */
function mostly<T>(usual: readonly T[], rare: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: fc.constantFrom(...rare) });
}

const applicationId = fc.constantFrom('app-1', 'app-2', 'app-3');
/** Now and then a payment's: what is held there is no redemption. */
const redemptionId = mostly(['redeem-1', 'redeem-2'], ['app-1']);
const adviceId = fc.constantFrom('advice-1', 'advice-2', 'advice-3');
const amountFen = fc.constantFrom(1n, 30n, 60n, 100n);
const payeeAccountId = mostly(['supplier'], ['stranger']);
const shift = mostly([0], [-1, 1]);
const outcome = mostly<ModelDecision['outcome']>(['approved'], ['rejected']);
/** A finance supervisor who is also the specialist's, or the applicant's, other self. */
const otherSelves = [people.specialist, people.supplier].map((person) => ({ ...people.finance, personId: person.personId }));
const approver = fc.constantFrom(people.finance, people.finance, people.financeToo, people.financeToo, people.otherFinance, ...otherSelves);

const money: fc.Arbitrary<MoneyStep> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('mint' as const), adviceId }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('take' as const), applicationId, shift, limitFen: mostly([50n], [0n]), isOver: mostly([false], [true]) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('post' as const), applicationId, shift }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('expire' as const, 'correct' as const), applicationId, shift }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('void' as const), applicationId, shift, reason: mostly(['rejected'], ['transferRefused']) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('redeem' as const, 'instruct' as const, 'burn' as const), applicationId: redemptionId, shift }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('releaseRedemption' as const), applicationId: redemptionId, shift, reason: mostly(['rejected'], ['paymentRefused']) }) },
);

const review = {
  kind: fc.constant('decide' as const), applicationId, decision: fc.constant('review' as const), outcome, shift,
  by: mostly([people.specialist], [people.otherSpecialist, people.finance]),
};
const payout = {
  kind: fc.constant('decide' as const), applicationId, decision: fc.constantFrom('payout' as const, 'secondPayout' as const, 'correction' as const), outcome, shift,
  by: approver,
};
const receiver = mostly([people.districtFinance, people.districtFinanceToo], [people.finance, { ...people.districtFinance, personId: people.supplier.personId }]);
const receipt = { kind: fc.constant('decide' as const), applicationId: redemptionId, decision: fc.constant('redemption' as const), outcome, shift, by: receiver };
const order = fc.record({
  kind: fc.constant('order' as const), applicationId: redemptionId, by: mostly([people.supplier], [people.districtFinance]),
  accountId: mostly(['supplier'], ['street', 'stranger']), amountFen: fc.constantFrom(1n, 30n, 60n),
});
const answer = fc.record({
  kind: fc.constant('bankSays' as const), applicationId: redemptionId, shift, answer: mostly(['confirmed' as const], ['refused' as const]), otherFen: mostly([0n], [1n]),
});
const circumstances = {
  revisionsBack: mostly([0], [1]),
  fate: mostly<'accepted' | 'refused' | 'unknown' | 'acceptedThenRefused'>(['accepted'], ['refused', 'unknown', 'acceptedThenRefused']),
};

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('advise' as const), adviceId, amountFen: fc.constantFrom(40n, 80n, 200n) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('judge' as const), adviceId, outcome, by: mostly([people.finance], [people.districtFinance]) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('submit' as const), applicationId, amountFen,
      payeeAccountId, by: mostly([people.supplier], [people.specialist]),
    }),
  },
  { weight: 3, arbitrary: fc.record({ ...review, ...circumstances }) },
  { weight: 3, arbitrary: fc.record({ ...payout, ...circumstances }) },
  { weight: 1, arbitrary: order },
  { weight: 2, arbitrary: fc.record({ ...receipt, ...circumstances }) },
  { weight: 1, arbitrary: answer },
  { weight: 7, arbitrary: fc.record({ kind: fc.constant('one' as const), money }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lost' as const), money }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('together' as const), money: fc.tuple(money, money) }) },
);

/** A payment mostly as it should go, up to some point of it, then both ends at once or one after the other. */
const payment = fc
  .record({ applicationId, amountFen, payeeAccountId, outcome, by: approver, until: fc.integer({ min: 3, max: 8 }), isOver: mostly([false], [true]), ending: fc.constantFrom('post', 'void', 'both') })
  .map((it): Step[] => {
    const { applicationId: id, payeeAccountId: payee, amountFen: fen, outcome: verdict, by, until, ending, isOver } = it;
    const decision = { kind: 'decide', applicationId: id, revisionsBack: 0, shift: 0, fate: 'accepted' } as const;
    const post: MoneyStep = { kind: 'post', applicationId: id, shift: 0 };
    const cancel: MoneyStep = { kind: 'void', applicationId: id, shift: 0, reason: 'rejected' };
    const end: Step = ending === 'both' ? { kind: 'together', money: [post, cancel] } : { kind: 'one', money: ending === 'post' ? post : cancel };
    const expire: Step = { kind: 'one', money: { kind: 'expire', applicationId: id, shift: 0 } };
    const again: Step = { kind: 'one', money: { ...(ending === 'post' ? cancel : post), shift: ending === 'post' ? 0 : -1 } };
    const steps: Step[] = [
      { kind: 'submit', applicationId: id, by: people.supplier, payeeAccountId: payee, amountFen: fen },
      { ...decision, decision: 'review', by: people.specialist, outcome: 'approved' },
      { kind: 'one', money: { kind: 'take', applicationId: id, shift: 0, limitFen: 50n, isOver } },
      ...(isOver ? [] : [expire]),
      { ...decision, decision: 'payout', by, outcome: verdict },
      { kind: 'one', money: post },
      isOver ? expire : end,
      again,
    ];
    return steps.slice(0, until);
  });

const funding = fc.record({ adviceId, amountFen: fc.constantFrom(40n, 80n) }).map(({ adviceId: id, amountFen: fen }): Step[] => [
  { kind: 'advise', adviceId: id, amountFen: fen },
  { kind: 'judge', adviceId: id, by: people.finance, outcome: 'approved' },
  { kind: 'together', money: [{ kind: 'mint', adviceId: id }, { kind: 'mint', adviceId: id }] },
]);

/** A redemption mostly as it should go, up to some point of it; the bank pays, refuses, or says both things at once. */
const redemption = fc
  .record({ applicationId: redemptionId, accountId: mostly(['supplier'], ['street']), amountFen: fc.constantFrom(1n, 30n, 60n), outcome, by: receiver, until: fc.integer({ min: 3, max: 8 }), says: fc.constantFrom('confirmed' as const, 'refused' as const) })
  .map(({ applicationId: id, accountId, amountFen: fen, outcome: verdict, by, until, says }): Step[] => {
    const about = { applicationId: id, shift: 0 };
    const burn: MoneyStep = { kind: 'burn', ...about };
    const release: MoneyStep = { kind: 'releaseRedemption', ...about, reason: 'paymentRefused' };
    const steps: Step[] = [
      { kind: 'order', applicationId: id, by: people.supplier, accountId, amountFen: fen },
      { kind: 'one', money: { kind: 'redeem', ...about } },
      { kind: 'decide', ...about, decision: 'redemption', by, outcome: verdict, revisionsBack: 0, fate: 'accepted' },
      { kind: 'together', money: [{ kind: 'instruct', ...about }, { kind: 'instruct', ...about }] },
      { kind: 'together', money: [burn, release] },
      { kind: 'bankSays', ...about, answer: says, otherFen: 0n },
      { kind: 'together', money: [burn, release] },
      { kind: 'one', money: burn },
    ];
    return steps.slice(0, until);
  });

/** A payment that turns out to be wrong: two supervisors say so, and it is taken back, twice at once; now and then frozen before. */
const correction = fc
  .record({ applicationId, amountFen, by: approver, freezes: mostly([false], [true]), until: fc.integer({ min: 6, max: 11 }) })
  .map(({ applicationId: id, amountFen: fen, by, freezes, until }): Step[] => {
    const decision = { kind: 'decide', applicationId: id, revisionsBack: 0, shift: 0, fate: 'accepted', outcome: 'approved' } as const;
    const correct: MoneyStep = { kind: 'correct', applicationId: id, shift: 0 };
    const freeze: Step[] = freezes ? [{ kind: 'one', money: { kind: 'freeze', subject: 'application', subjectId: id } }] : [];
    const steps: Step[] = [
      { kind: 'submit', applicationId: id, by: people.supplier, payeeAccountId: 'supplier', amountFen: fen },
      { ...decision, decision: 'review', by: people.specialist },
      { kind: 'one', money: { kind: 'take', applicationId: id, shift: 0, limitFen: 100n, isOver: false } },
      { ...decision, decision: 'payout', by: people.finance },
      { kind: 'one', money: { kind: 'post', applicationId: id, shift: 0 } },
      { ...decision, decision: 'correction', by },
      { kind: 'one', money: correct },
      { ...decision, decision: 'correction', by: people.financeToo },
      ...freeze,
      { kind: 'together', money: [correct, correct] },
      { kind: 'one', money: { kind: 'lift', subject: 'application', subjectId: id } },
    ];
    return steps.slice(0, until);
  });

/** For a few steps nothing moves on an account; now and then two order its freeze at once. */
const freezing = fc
  .record({ subjectId: fc.constantFrom('street', 'supplier'), meanwhile: fc.array(money, { minLength: 1, maxLength: 3 }), isTwice: fc.boolean() })
  .map(({ subjectId, meanwhile, isTwice }): Step[] => {
    const freeze: MoneyStep = { kind: 'freeze', subject: 'account', subjectId };
    const begin: Step = isTwice ? { kind: 'together', money: [freeze, freeze] } : { kind: 'one', money: freeze };
    const end: Step = { kind: 'one', money: { kind: 'lift', subject: 'account', subjectId } };
    return [begin, ...meanwhile.map((each): Step => ({ kind: 'one', money: each })), end];
  });

/** A random history of so many steps: fundings and payments that go some way as they should, among steps that don't. */
export function histories(stepCount: number): fc.Arbitrary<Step[]> {
  const stretch = fc.oneof(
    { weight: 12, arbitrary: step.map((each) => [each]) },
    { weight: 4, arbitrary: payment },
    { weight: 1, arbitrary: funding },
    { weight: 4, arbitrary: redemption },
    { weight: 2, arbitrary: correction },
    { weight: 1, arbitrary: freezing },
  );
  return fc
    .tuple(funding, fc.array(stretch, { minLength: stepCount, maxLength: stepCount }))
    .map(([first, stretches]) => [first, ...stretches].flat().slice(0, stepCount));
}

/** The payout number whose turn it is: of the live transfer, or after the last voided one. */
export function currentPayoutNo(state: ModelState, id: string): number {
  const last = state.transfers.findLast((transfer) => transfer.applicationId === id);
  if (!last) return 1;
  return last.state === 'voided' || last.state === 'expired' ? last.payoutNo + 1 : last.payoutNo;
}

/** Names the payout number that a step means in this state. */
export function toCommand(state: ModelState, step: MoneyStep): ModelCommand {
  if (!('applicationId' in step)) return step;
  const { shift: by, ...command } = step;
  return { ...command, payoutNo: Math.max(1, currentPayoutNo(state, step.applicationId) + by) };
}
