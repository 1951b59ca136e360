import fc from 'fast-check';
import { people } from './scene.ts';
import type { CommandStep, LinkStep, MoneyStep } from './steps.ts';

/** Mostly `usual`, now and then one of the others: histories get somewhere and still meet every refusal. */
export function mostly<T>(usual: readonly T[], rare: readonly T[]): fc.Arbitrary<T> {
  return fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: fc.constantFrom(...rare) });
}

export const applicationId = fc.constantFrom('app-1', 'app-2', 'app-3');
/** Now and then a payment's: what is held there is no redemption. */
export const redemptionId = mostly(['redeem-1', 'redeem-2'], ['app-1']);
export const adviceId = fc.constantFrom('advice-1', 'advice-2', 'advice-3');
export const shift = mostly([0], [-1, 1]);
const lastsDays = mostly([null, 1], [0]);
const reason = mostly(['rejected'], ['paymentRefused', 'in somebody’s words']);
const freezeId = fc.constantFrom('freeze-1', 'freeze-2', 'freeze-3');

const constant = <const T>(value: T) => fc.constant(value);

const setAside = fc.record({
  kind: constant('setAside'), applicationId, shift, accountId: mostly(['next-operating'], ['next', 'nowhere']), decisionKey: mostly(['ratio-1'], ['ratio-2', '']),
  ratioBasisPoints: mostly([2_500, 10_000], [333, 10_001]), capFen: mostly([20n, 60n], [0n]),
});

/** What the queue takes, too. */
export const money: fc.Arbitrary<MoneyStep> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ kind: constant('mint'), adviceId }) },
  { weight: 4, arbitrary: fc.record({ kind: constant('take'), applicationId, shift, limitFen: mostly([50n], [0n]), lastsDays }) },
  { weight: 3, arbitrary: fc.record({ kind: constant('post'), applicationId, shift }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('expire' as const, 'correct' as const), applicationId, shift }) },
  { weight: 1, arbitrary: fc.record({ kind: constant('void'), applicationId, shift, reason }) },
  { weight: 1, arbitrary: setAside },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('redeem' as const, 'instruct' as const, 'burn' as const), applicationId: redemptionId, shift }) },
  { weight: 1, arbitrary: fc.record({ kind: constant('releaseRedemption'), applicationId: redemptionId, shift, reason }) },
);

/** Some that belong together, or any; now and then none. */
export const linked: fc.Arbitrary<LinkStep> = fc
  .record({ linkId: fc.constantFrom('link-1', 'link-2'), applicationId, any: fc.array(money, { maxLength: 3 }), takesAndPosts: fc.boolean() })
  .map(({ linkId, applicationId: id, any, takesAndPosts }) => {
    const about = { applicationId: id, shift: 0 };
    const both: MoneyStep[] = [{ kind: 'take', ...about, limitFen: 50n, lastsDays: null }, { kind: 'post', ...about }];
    return { kind: 'linked', linkId, members: takesAndPosts ? [...both, ...any] : any };
  });

const opening: fc.Arbitrary<CommandStep> = fc.oneof(
  fc.record({
    kind: constant('openAccount'), id: fc.constantFrom('spare', 'street', 'spare-operating'), accountKind: fc.constantFrom('holding' as const, 'operating' as const, 'custody' as const),
    organisationId: mostly<string | null>(['beiwaitan', 'jiaxing'], [null]), projectId: mostly(['promenade'], ['bridge']),
  }),
  fc.constantFrom<CommandStep>(
    { kind: 'openBudget', id: 'spare-invoice', level: 'invoice', under: 'contract', payeeAccountId: null, limitFen: 50n },
    { kind: 'openBudget', id: 'spare-invoice', level: 'invoice', under: 'next-contract', payeeAccountId: null, limitFen: 50n },
    { kind: 'openBudget', id: 'invoice', level: 'invoice', under: 'contract', payeeAccountId: null, limitFen: 120n },
    { kind: 'openBudget', id: 'spare-contract', level: 'contract', under: 'appropriation', payeeAccountId: 'nowhere', limitFen: 50n },
    { kind: 'openBudget', id: 'spare-contract', level: 'contract', under: 'invoice', payeeAccountId: 'supplier', limitFen: 50n },
    { kind: 'openBudget', id: 'spare-invoice', level: 'invoice', under: 'nothing', payeeAccountId: null, limitFen: 0n },
    { kind: 'openBudget', id: 'spare-invoice', level: 'invoice', under: 'nothing', payeeAccountId: null, limitFen: 1n },
  ),
);

const regulators = mostly([people.regulator, people.regulatorToo], [people.finance]);
const freezing: fc.Arbitrary<CommandStep> = fc.oneof(
  fc.record({ kind: constant('freeze'), freezeId, subject: constant('application'), subjectId: mostly(['app-1', 'app-2', 'redeem-1'], ['deposit:advice-1', 'app-9']), by: regulators, lastsDays }),
  fc.record({ kind: constant('freeze'), freezeId, subject: constant('account'), subjectId: mostly(['street', 'supplier', 'next'], ['custody', 'nowhere']), by: regulators, lastsDays: mostly([1], [0]) }),
  fc.record({ kind: constant('appeal'), freezeId, by: fc.constantFrom(people.finance, people.supplier, people.otherFinance) }),
  fc.record({ kind: constant('answer'), freezeId, by: regulators, outcome: fc.constantFrom('lifted' as const, 'upheld' as const) }),
);

/** Any command, as often as it takes to get somewhere. */
export const command: fc.Arbitrary<CommandStep> = fc.oneof(
  { weight: 12, arbitrary: money },
  { weight: 2, arbitrary: linked },
  { weight: 1, arbitrary: opening },
  { weight: 1, arbitrary: freezing },
);
