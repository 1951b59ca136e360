import { readApplicationEvents, type Environment, type EventType } from '@gbc/events';
import type { Database, Tx } from '@gbc/prisma';
import {
  depositApplicationId,
  mintTokens,
  openAccount,
  openBudget,
  postHold,
  readBalances,
  readBudgets,
  takeHold,
  voidHold,
  type Payout,
  type PayoutPolicy,
} from '../index.ts';
import { advise, decide, order, submit, tickingEnvironment, type Person, type RedemptionOrder, type Submission } from './evidence-writer.ts';

const person = (personId: string, organisationId: string, role: string): Person => ({ personId, organisationId, role });

/** The people of the scene; roles as in the product. */
export const people = {
  districtFinance: person('district-finance-1', 'hongkou', 'finance-supervisor'),
  districtFinanceToo: person('district-finance-2', 'hongkou', 'finance-supervisor'),
  specialist: person('street-specialist-1', 'beiwaitan', 'specialist'),
  finance: person('street-finance-1', 'beiwaitan', 'finance-supervisor'),
  financeToo: person('street-finance-2', 'beiwaitan', 'finance-supervisor'),
  supplier: person('supplier-1', 'pujian', 'supplier'),
  otherSpecialist: person('jiaxing-specialist-1', 'jiaxing', 'specialist'),
  otherFinance: person('jiaxing-finance-1', 'jiaxing', 'finance-supervisor'),
  otherFinanceToo: person('jiaxing-finance-2', 'jiaxing', 'finance-supervisor'),
  regulator: person('regulator-1', 'jiwei', 'regulator'),
  regulatorToo: person('regulator-2', 'jiwei', 'regulator'),
};

export const policy = { decisionKey: '2251799813685400', limitFen: 50_000_000n, secondApprover: true };

/** A street office with money of its own, a contract with a supplier and an invoice on it. */
export class Scene {
  readonly database: Database;
  readonly env: Environment;

  constructor(database: Database, env: Environment = tickingEnvironment()) {
    this.database = database;
    this.env = env;
  }

  /** Runs a command in a transaction of its own. */
  run<Input, Output>(command: (tx: Tx, env: Environment, input: Input) => Promise<Output>, input: Input): Promise<Output> {
    return this.database.transaction((tx) => command(tx, this.env, input));
  }

  /** Opens the accounts and budgets and mints `fundedFen` to the office. */
  async open(fundedFen: bigint, limits: { contractFen?: bigint; invoiceFen?: bigint } = {}): Promise<this> {
    const { contractFen = 800_000_00n, invoiceFen = contractFen } = limits;
    await this.run(openAccount, { id: 'custody', kind: 'custody' });
    for (const [id, organisationId] of [['street', 'beiwaitan'], ['supplier', 'pujian'], ['stranger', 'pujian']] as const) {
      await this.run(openAccount, { id, kind: 'holding', organisationId, projectId: 'promenade' });
    }
    await this.run(openBudget, { id: 'appropriation', level: 'appropriation', payerAccountId: 'street', limitFen: 1_000_000_000_00n });
    await this.run(openBudget, { id: 'contract', level: 'contract', parentId: 'appropriation', payeeAccountId: 'supplier', limitFen: contractFen });
    await this.run(openBudget, { id: 'invoice', level: 'invoice', parentId: 'contract', limitFen: invoiceFen });
    if (fundedFen > 0n) await this.fund('first', fundedFen);
    return this;
  }

  /** Advises, matches, approves and mints a deposit to the office. */
  async fund(adviceId: string, amountFen: bigint): Promise<void> {
    const applicationId = depositApplicationId(adviceId);
    await this.database.transaction(async (tx) => {
      await advise(tx, this.env, { adviceId, amountFen, matchedTo: { accountId: 'street', budgetId: 'appropriation' } });
      await decide(tx, this.env, { applicationId, kind: 'matchDeposit', by: people.finance, adviceId });
      await mintTokens(tx, this.env, { adviceId });
    });
  }

  submit(applicationId: string, changes: Partial<Submission> = {}, by: Person = people.supplier): Promise<void> {
    const submission: Submission = {
      revision: 1,
      payerOrganisationId: 'beiwaitan',
      payeeOrganisationId: 'pujian',
      payerAccountId: 'street',
      payeeAccountId: 'supplier',
      projectId: 'promenade',
      amountFen: 100_000_00n,
      budgetId: 'invoice',
      ...changes,
    };
    return this.database.transaction((tx) => submit(tx, this.env, applicationId, by, submission));
  }

  /** Orders money for tokens, of the supplier's account where nothing else is said. */
  order(applicationId: string, changes: Partial<RedemptionOrder> = {}, by: Person = people.supplier): Promise<void> {
    const organisationId = changes.accountId === 'street' ? 'beiwaitan' : 'pujian';
    const ordered: RedemptionOrder = {
      revision: 1, organisationId, accountId: 'supplier', receiverOrganisationId: 'hongkou', projectId: 'promenade', amountFen: 60_000_00n, ...changes,
    };
    return this.database.transaction((tx) => order(tx, this.env, applicationId, by, ordered));
  }

  decide(applicationId: string, judgement: Omit<Parameters<typeof decide>[2], 'applicationId'>): Promise<string> {
    return this.run(decide, { applicationId, ...judgement });
  }

  take(applicationId: string, payoutNo = 1, rule: PayoutPolicy = policy): Promise<Payout> {
    return this.run(takeHold, { applicationId, payoutNo, policy: rule });
  }

  post(applicationId: string, payoutNo = 1): Promise<Payout> {
    return this.run(postHold, { applicationId, payoutNo });
  }

  void(applicationId: string, payoutNo = 1, reason = 'rejected'): Promise<Payout> {
    return this.run(voidHold, { applicationId, payoutNo, reason });
  }

  /** What an account can spend, in fen. */
  async availableFen(accountId: string): Promise<bigint | undefined> {
    return (await readBalances(this.database.read, { accountIds: [accountId] }))[0]?.availableFen;
  }

  /** What is held and spent on each budget, in fen, from the appropriation down. */
  async budgets(): Promise<readonly (readonly [string, bigint, bigint])[]> {
    return (await readBudgets(this.database.read)).map(({ id, heldFen, spentFen }) => [id, heldFen, spentFen]);
  }

  /** How often each kind of event of an application stands in the log. */
  async countEvents(applicationId: string, type: EventType): Promise<number> {
    return (await readApplicationEvents(this.database.read, applicationId, [type])).length;
  }

  /** A submitted application that the specialist approved. */
  async reviewed(applicationId: string, changes: Partial<Submission> = {}): Promise<void> {
    await this.submit(applicationId, changes);
    await this.decide(applicationId, { kind: 'review', by: people.specialist });
  }
}
