import fc from 'fast-check';
import { adviceId, applicationId, command, linked, money, mostly, redemptionId, shift } from './random-commands.ts';
import { people } from './scene.ts';
import type { ModelDecision } from './model-state.ts';
import type { CommandStep, Cut, MoneyStep, Step } from './steps.ts';
import { opening, openingOfSheet, sheetOf } from './world.ts';

const amountFen = fc.constantFrom(1n, 30n, 60n, 100n);
const outcome = mostly<ModelDecision['outcome']>(['approved'], ['rejected']);
/** A finance supervisor who is also the specialist's, or the applicant's, other self. */
const otherSelves = [people.specialist, people.supplier].map((person) => ({ ...people.finance, personId: person.personId }));
const approver = fc.constantFrom(people.finance, people.finance, people.financeToo, people.financeToo, people.otherFinance, ...otherSelves);
const receiver = mostly([people.districtFinance, people.districtFinanceToo], [people.finance, { ...people.districtFinance, personId: people.supplier.personId }]);
const holder = mostly(['supplier'], ['street', 'next-operating', 'elsewhere', 'nowhere']);
const cut: fc.Arbitrary<Cut> = fc.record({ at: fc.integer({ min: 1, max: 13 }), isBefore: fc.boolean() });

const decide = <Kind extends ModelDecision['kind']>(decision: fc.Arbitrary<Kind>, by: fc.Arbitrary<typeof people.finance>, verdict: fc.Arbitrary<ModelDecision['outcome']> = outcome, id: fc.Arbitrary<string> = applicationId) =>
  fc.record({
    kind: fc.constant('decide' as const), applicationId: id, decision, by, outcome: verdict, shift, revisionsBack: mostly([0], [1]),
    fate: mostly<'accepted' | 'refused' | 'unknown' | 'acceptedThenRefused'>(['accepted'], ['refused', 'unknown', 'acceptedThenRefused']),
  });

const submission = fc.record({
  kind: fc.constant('submit' as const), applicationId, amountFen, by: mostly([people.supplier], [people.specialist]),
  payerAccountId: mostly(['street'], ['next', 'supplier']), payeeAccountId: mostly(['supplier'], ['stranger', 'elsewhere', 'nowhere', 'street', 'next']), budgetId: mostly(['invoice'], ['contract', 'appropriation', 'nothing']),
});

const evidence: fc.Arbitrary<Step> = fc.oneof(
  { weight: 1, arbitrary: fc.constant({ kind: 'nextDay' as const }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('advise' as const), adviceId, amountFen: fc.constantFrom(40n, 80n, 200n), accountId: mostly(['street'], ['next', 'next-operating', 'nowhere']), budgetId: mostly(['appropriation'], ['next-appropriation', 'contract', 'nothing']) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('judge' as const), adviceId, outcome, by: mostly([people.finance], [people.districtFinance, people.otherFinance]) }) },
  { weight: 1, arbitrary: submission },
  { weight: 3, arbitrary: decide(fc.constant('review' as const), mostly([people.specialist], [people.otherSpecialist, people.finance])) },
  { weight: 3, arbitrary: decide(fc.constantFrom('payout' as const, 'secondPayout' as const, 'correction' as const), approver) },
  { weight: 1, arbitrary: decide(fc.constant('receipt' as const), mostly([people.otherFinance], [people.finance]), mostly<ModelDecision['outcome']>(['confirmed'], ['disputed'])) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('order' as const), applicationId: redemptionId, by: mostly([people.supplier], [people.districtFinance]), accountId: holder, amountFen }) },
  { weight: 2, arbitrary: decide(fc.constant('redemption' as const), receiver, outcome, redemptionId) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('bankSays' as const), applicationId: redemptionId, shift, answer: mostly(['confirmed' as const], ['refused' as const]), otherFen: mostly([0n], [1n]) }) },
);

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 15, arbitrary: evidence },
  { weight: 7, arbitrary: fc.record({ kind: fc.constantFrom('one' as const, 'one' as const, 'again' as const), command }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lost' as const), command }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cut' as const), command, cut }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('together' as const), commands: fc.tuple(command, command) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('queue' as const), commands: fc.array(fc.oneof({ weight: 5, arbitrary: money }, { weight: 1, arbitrary: linked }), { minLength: 2, maxLength: 6 }), cut: fc.option(cut, { freq: 3 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('replay' as const), back: fc.integer({ min: 1, max: 40 }) }) },
);

const accepted = { revisionsBack: 0, shift: 0, fate: 'accepted', outcome: 'approved' } as const;
const one = (each: CommandStep): Step => ({ kind: 'one', command: each });

/** Who pays whom from what, and whose people say so. */
const routes = [
  { payerAccountId: 'street', payeeAccountId: 'supplier', budgetId: 'invoice', by: people.supplier, reviewer: people.specialist, approvers: [people.finance, people.financeToo] },
  { payerAccountId: 'street', payeeAccountId: 'next', budgetId: 'appropriation', by: people.otherSpecialist, reviewer: people.specialist, approvers: [people.finance, people.financeToo] },
  { payerAccountId: 'next', payeeAccountId: 'supplier', budgetId: 'next-contract', by: people.supplier, reviewer: people.otherSpecialist, approvers: [people.otherFinance, people.otherFinanceToo] },
] as const;

/** A payment mostly as it should go, up to some point of it: both ends at once or one after the other, received and partly set aside, now and then taken back. */
const payment = fc
  .record({
    applicationId, amountFen, route: fc.constantFrom(...routes), verdict: outcome, until: fc.integer({ min: 3, max: 14 }), lastsDays: mostly<number | null>([null, 1], [0]),
    ending: fc.constantFrom('post', 'post', 'void', 'both', 'linked'), isSecond: fc.boolean(), cut, capFen: fc.constantFrom(20n, 60n),
  })
  .map((it): Step[] => {
    const { applicationId: id, route, until, lastsDays, ending } = it;
    const { reviewer, approvers: [first, second], by, ...parties } = route;
    const about = { applicationId: id, shift: 0 };
    const decision = { kind: 'decide', applicationId: id, ...accepted } as const;
    const take: MoneyStep = { kind: 'take', ...about, limitFen: 50n, lastsDays };
    const post: MoneyStep = { kind: 'post', ...about };
    const cancel: MoneyStep = { kind: 'void', ...about, reason: 'rejected' };
    const aside: MoneyStep = { kind: 'setAside', ...about, accountId: 'next-operating', decisionKey: 'ratio-1', ratioBasisPoints: 2_500, capFen: it.capFen };
    const end: Step = ending === 'both' ? { kind: 'together', commands: [post, cancel] }
      : ending === 'linked' ? one({ kind: 'linked', linkId: 'link-1', members: [post, cancel] })
      : { kind: 'cut', command: ending === 'post' ? post : cancel, cut: it.cut };
    const steps: Step[] = [
      { kind: 'submit', applicationId: id, amountFen: it.amountFen, by, ...parties },
      { ...decision, decision: 'review', by: reviewer },
      one(take),
      ...(it.isSecond ? [] : [one({ kind: 'expire', ...about })]),
      { ...decision, decision: 'payout', by: first, outcome: it.verdict },
      one(post),
      { ...decision, decision: 'secondPayout', by: second },
      end,
      ...(lastsDays === 1 ? [{ kind: 'nextDay' } as const, one({ kind: 'expire', ...about })] : []),
      { ...decision, decision: 'receipt', by: people.otherFinance, outcome: 'confirmed' },
      { kind: 'together', commands: [aside, aside] },
      { ...decision, decision: 'correction', by: first },
      { ...decision, decision: 'correction', by: second },
      { kind: 'again', command: { kind: 'correct', ...about } },
    ];
    return steps.slice(0, until);
  });

const funding = fc.record({ adviceId, amountFen: fc.constantFrom(40n, 80n, 200n), isNext: mostly([false], [true]), parks: mostly([false], [true]) }).map(({ adviceId: id, amountFen: fen, isNext, parks }): Step[] => [
  { kind: 'advise', adviceId: id, amountFen: fen, accountId: isNext ? 'next' : 'street', budgetId: isNext ? 'next-appropriation' : 'appropriation' },
  { kind: 'judge', adviceId: id, by: isNext ? people.otherFinance : people.finance, outcome: 'approved' },
  ...(parks ? [{ kind: 'park', adviceId: id } as const] : []),
  { kind: 'together', commands: [{ kind: 'mint', adviceId: id }, { kind: 'mint', adviceId: id }] },
]);

/** A redemption mostly as it should go, up to some point of it; the bank pays, refuses, or is asked while it says so. */
const redemption = fc
  .record({ applicationId: redemptionId, accountId: mostly(['supplier', 'next-operating'], ['street']), amountFen: fc.constantFrom(1n, 5n, 30n), verdict: outcome, by: receiver, until: fc.integer({ min: 3, max: 9 }), says: fc.constantFrom('confirmed' as const, 'refused' as const) })
  .map(({ applicationId: id, accountId, amountFen: fen, verdict, by, until, says }): Step[] => {
    const about = { applicationId: id, shift: 0 };
    const burn: MoneyStep = { kind: 'burn', ...about };
    const release: MoneyStep = { kind: 'releaseRedemption', ...about, reason: 'paymentRefused' };
    const steps: Step[] = [
      { kind: 'order', applicationId: id, by: accountId === 'supplier' ? people.supplier : people.otherSpecialist, accountId, amountFen: fen },
      one({ kind: 'redeem', ...about }),
      { kind: 'decide', ...about, decision: 'redemption', by, ...accepted, outcome: verdict },
      { kind: 'together', commands: [{ kind: 'instruct', ...about }, { kind: 'instruct', ...about }] },
      { kind: 'together', commands: [burn, release] },
      { kind: 'bankSays', ...about, answer: says, otherFen: 0n },
      { kind: 'together', commands: [burn, release] },
      one(burn),
      one(release),
    ];
    return steps.slice(0, until);
  });

/** For a few steps nothing moves on an account; now and then two order its freeze at once, somebody appeals, and it is lifted or over. */
const freezing = fc
  .record({ subjectId: fc.constantFrom('street', 'supplier', 'next-operating'), freezeId: fc.constantFrom('freeze-1', 'freeze-2', 'freeze-3'), meanwhile: fc.array(command, { minLength: 1, maxLength: 4 }), isTwice: fc.boolean(), appeals: fc.boolean(), isUpheld: fc.boolean() })
  .map(({ subjectId, freezeId, meanwhile, isTwice, appeals, isUpheld }): Step[] => {
    const freeze: CommandStep = { kind: 'freeze', freezeId, subject: 'account', subjectId, by: people.regulator, lastsDays: 1 };
    const owner = { street: people.finance, supplier: people.supplier, 'next-operating': people.otherFinance }[subjectId] ?? people.finance;
    return [
      isTwice ? { kind: 'together', commands: [freeze, { ...freeze, freezeId: 'freeze-1' }] } : one(freeze),
      ...meanwhile.map(one),
      ...(appeals ? [one({ kind: 'appeal', freezeId, by: owner }), one({ kind: 'answer', freezeId, by: people.regulator, outcome: 'lifted' })] : []),
      one({ kind: 'answer', freezeId, by: people.regulatorToo, outcome: isUpheld ? 'upheld' : 'lifted' }),
      { kind: 'nextDay' },
    ];
  });

/** Nothing is minted while the newest comparison with the bank has a difference. */
const stopping = fc.record({ adviceId, meanwhile: fc.array(money, { maxLength: 2 }) }).map(({ adviceId: id, meanwhile }): Step[] => [
  { kind: 'prove', agrees: false },
  one({ kind: 'mint', adviceId: id }),
  ...meanwhile.map(one),
  { kind: 'prove', agrees: true },
]);

const stretch: fc.Arbitrary<Step[]> = fc.oneof(
  { weight: 12, arbitrary: step.map((each) => [each]) },
  { weight: 6, arbitrary: payment },
  { weight: 2, arbitrary: funding },
  { weight: 4, arbitrary: redemption },
  { weight: 1, arbitrary: freezing },
  { weight: 1, arbitrary: stopping },
);

/** After so many steps a new sheet begins: other applications, deposits and contracts, on the same accounts. */
const stepsPerSheet = 60;

/** A random history of so many steps: fundings and payments that go some way as they should, among steps that don't. */
export function histories(stepCount: number): fc.Arbitrary<Step[]> {
  const sheet = fc.tuple(funding, fc.array(stretch, { minLength: stepsPerSheet / 2, maxLength: stepsPerSheet / 2 })).map(([first, rest]) => [first, ...rest].flat().slice(0, stepsPerSheet));
  const sheetCount = Math.ceil(stepCount / stepsPerSheet);
  return fc.array(sheet, { minLength: sheetCount, maxLength: sheetCount }).map((sheets) => [
    ...opening.map(one),
    ...sheets.flatMap((steps, no) => sheetOf([...openingOfSheet.map(one), ...steps], no)),
  ]);
}
