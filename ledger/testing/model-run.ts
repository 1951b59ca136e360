import assert from 'node:assert/strict';
import {
  answerFreeze, burnTokens, correctTransfer, expireHold, instructRedemption, orderFreeze, readFreezes, type FreezeSubject, LedgerError, mintTokens, paymentIdOf, postHold,
  readBalances, readBudgets, readLotDifferences, readTransfers, takeHold, takeRedemption, voidHold, voidRedemption,
} from '../index.ts';
import { appendEvents, type Environment, type EventInput } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { advise, decide } from './evidence-writer.ts';
import { currentPayoutNo, toCommand, type MoneyStep, type Step } from './random-steps.ts';
import type { ModelApplication, ModelCommand, ModelOutcome, ModelState } from './model-state.ts';
import { apply } from './reference-model.ts';
import type { Scene } from './scene.ts';

/** Runs a history through the ledger and through the model, and compares them after every step. */
export class ModelRun {
  /** What the ledger answered so far. */
  readonly outcomes = new Set<ModelOutcome>();
  readonly #scene: Scene;
  /** How accounts and budgets stood at moments of the past. */
  readonly #past: { readonly at: Date; readonly accounts: readonly object[]; readonly budgets: readonly object[] }[] = [];
  #state: ModelState;

  private constructor(scene: Scene, state: ModelState) {
    this.#scene = scene;
    this.#state = state;
  }

  /** Begins with what is open in the scene and nothing moved. */
  static async begin(scene: Scene): Promise<ModelRun> {
    const nothing = { debitsPendingFen: 0n, debitsPostedFen: 0n, creditsPendingFen: 0n, creditsPostedFen: 0n };
    const accounts = await readBalances(scene.database.read);
    const budgets = await readBudgets(scene.database.read);
    return new ModelRun(scene, {
      accounts: Object.fromEntries(accounts.map(({ id, organisationId }) => [id, { organisationId, ...nothing }])),
      budgets: Object.fromEntries(budgets.map(({ id, parentId, payeeAccountId, limitFen }) => [
        id,
        { parentId, payeeAccountId, limitFen, fundedFen: 0n, heldFen: 0n, spentFen: 0n },
      ])),
      applications: {},
      deposits: {},
      transfers: [],
      lots: [],
      frozenIds: [],
    });
  }

  get state(): ModelState {
    return this.#state;
  }

  async step(step: Step): Promise<void> {
    switch (step.kind) {
      case 'advise':
        return this.#advise(step);
      case 'judge':
        return this.#judge(step);
      case 'submit':
        return this.#submit(step);
      case 'order':
        return this.#order(step);
      case 'bankSays':
        return this.#bankSays(step);
      case 'decide':
        return this.#decide(step);
      case 'one':
        return this.#one(step.money);
      case 'lost':
        return this.#lost(step.money);
      case 'together':
        return this.#together(step.money);
    }
  }

  /** The sums of every moment noted can still be read at the end. */
  async checkPast(): Promise<void> {
    const { read } = this.#scene.database;
    for (const { at, accounts, budgets } of this.#past) {
      assert.deepEqual((await readBalances(read, {}, at)).map(sumsOfAccount), accounts, at.toISOString());
      assert.deepEqual((await readBudgets(read, {}, at)).map(sumsOfBudget).sort(byId), budgets, at.toISOString());
    }
  }

  async #advise({ adviceId, amountFen }: Step & { kind: 'advise' }): Promise<void> {
    if (this.#state.deposits[adviceId]) return;
    await this.#scene.run(advise, { adviceId, amountFen, matchedTo: { accountId: 'street', budgetId: 'appropriation' } });
    this.#state.deposits[adviceId] = { amountFen, decisions: [] };
  }

  async #judge({ adviceId, by, outcome }: Step & { kind: 'judge' }): Promise<void> {
    const deposit = this.#state.deposits[adviceId];
    if (!deposit) return;
    await this.#scene.run(decide, { applicationId: `deposit:${adviceId}`, kind: 'matchDeposit', by, outcome, adviceId });
    deposit.decisions.push({ kind: 'matchDeposit', ...by, outcome, revision: 0, payoutNo: 0 });
  }

  async #submit({ applicationId, by, payeeAccountId, amountFen }: Step & { kind: 'submit' }): Promise<void> {
    const application = this.#application(applicationId);
    const revision = application.submissions.length + 1;
    await this.#scene.submit(applicationId, { revision, payeeAccountId, amountFen }, by);
    application.submissions.push({ revision, payeeAccountId, amountFen });
    application.applicantIds.push(by.personId);
  }

  async #order({ applicationId, by, accountId, amountFen }: Step & { kind: 'order' }): Promise<void> {
    const application = this.#application(applicationId);
    const revision = application.orders.length + 1;
    await this.#scene.order(applicationId, { revision, accountId, amountFen }, by);
    application.orders.push({ revision, accountId, amountFen });
    application.applicantIds.push(by.personId);
  }

  /** The bank's word as the bank room writes it down; it never says two things of one payment. */
  async #bankSays({ applicationId, shift, answer, otherFen }: Step & { kind: 'bankSays' }): Promise<void> {
    const payoutNo = Math.max(1, currentPayoutNo(this.#state, applicationId) + shift);
    const held = this.#state.transfers.find((transfer) => transfer.kind === 'burn' && transfer.applicationId === applicationId && transfer.payoutNo === payoutNo);
    const { payments } = this.#application(applicationId);
    const said = payments.filter((payment) => payment.payoutNo === payoutNo);
    if (!held || said.length !== 1) return;
    const paymentId = paymentIdOf({ applicationId, payoutNo });
    const amountFen = held.amountFen + otherFen;
    const about = { actor: { kind: 'system', name: 'bank' }, applicationId } as const;
    const event: EventInput = answer === 'confirmed'
      ? { ...about, type: 'paymentConfirmed', data: { paymentId, payoutNo, amountFen, reference: 'BANK-1', valueDate: '2026-11-22' } }
      : { ...about, type: 'paymentRefused', data: { paymentId, payoutNo, code: 'AC04' } };
    await this.#scene.run((tx, env, input: EventInput) => appendEvents(tx, env, [input]), event);
    payments.push({ kind: answer, payoutNo, amountFen });
  }

  async #decide({ applicationId, decision: kind, by, outcome, revisionsBack, shift, fate }: Step & { kind: 'decide' }): Promise<void> {
    const application = this.#application(applicationId);
    const revision = Math.max(1, Math.max(application.submissions.length, application.orders.length) - revisionsBack);
    const payoutNo = Math.max(1, currentPayoutNo(this.#state, applicationId) + shift);
    await this.#scene.decide(applicationId, { kind, by, outcome, revision, payoutNo, fate });
    if (fate === 'accepted') application.decisions.push({ kind, ...by, outcome, revision, payoutNo });
  }

  async #one(money: MoneyStep): Promise<void> {
    const command = toCommand(this.#state, money);
    const outcome = await this.#outcome((tx, env) => run(tx, env, command));
    assert.equal(outcome, apply(this.#state, command), JSON.stringify(command, asText));
    const standing = standingOf(this.#state);
    assert.deepEqual(await this.#standing(), standing);
    this.#past.push({ at: this.#scene.env.now(), accounts: standing.accounts, budgets: standing.budgets });
  }

  async #lost(money: MoneyStep): Promise<void> {
    const command = toCommand(this.#state, money);
    const died = new Error('died before the commit');
    const work = this.#outcome(async (tx, env) => {
      await run(tx, env, command);
      throw died;
    });
    const outcome = await work.catch((error: unknown) => {
      if (error === died) return 'done';
      throw error;
    });
    assert.equal(outcome, apply(structuredClone(this.#state), command), JSON.stringify(command, asText));
    assert.deepEqual(await this.#standing(), standingOf(this.#state));
  }

  /** Two at once must come to what one order of them would have come to. */
  async #together(money: readonly [MoneyStep, MoneyStep]): Promise<void> {
    const commands = money.map((each) => toCommand(this.#state, each)) as [ModelCommand, ModelCommand];
    const found = await Promise.all(commands.map((command) => this.#outcome((tx, env) => run(tx, env, command))));
    const standing = await this.#standing();
    const orders = [inOrder(this.#state, commands), inOrder(this.#state, commands.toReversed() as [ModelCommand, ModelCommand])];
    orders[1]?.outcomes.reverse();
    const fitting = orders.find(({ state, outcomes }) => isEqual([outcomes, standingOf(state)], [found, standing]));
    assert.ok(fitting, `no order of ${JSON.stringify(commands, asText)} comes to ${found.join(' and ')}`);
    this.#state = fitting.state;
  }

  async #outcome(work: (tx: Tx, env: Environment) => Promise<unknown>): Promise<ModelOutcome> {
    const outcome = await this.#scene.database.transaction((tx) => work(tx, this.#scene.env)).then(
      () => 'done' as const,
      (error: unknown) => {
        if (error instanceof LedgerError) return error.code;
        throw error;
      },
    );
    this.outcomes.add(outcome);
    return outcome;
  }

  #application(id: string): ModelApplication {
    return (this.#state.applications[id] ??= { submissions: [], orders: [], payments: [], applicantIds: [], decisions: [] });
  }

  /** Every sum and transfer as the database has them, in the shape of {@link standingOf}. */
  async #standing(): Promise<Standing> {
    const { read } = this.#scene.database;
    assert.deepEqual(await readLotDifferences(read), []);
    const { rows: matters } = await read<{ id: string }>('select distinct application_id id from transfer order by 1');
    const transfers = await Promise.all(matters.map(({ id }) => readTransfers(read, id)));
    const { rows: lots } = await read<OpenLot>('select account_id "accountId", remaining_fen "leftFen" from lot where is_open order by account_id, no');
    return {
      accounts: (await readBalances(read)).map(sumsOfAccount),
      budgets: (await readBudgets(read)).map(sumsOfBudget).sort(byId),
      lots,
      transfers: transfers.flat().map(({ applicationId, payoutNo, state, amountFen, creditAccountId }) => ({ applicationId, payoutNo, state, amountFen, creditAccountId })),
    };
  }
}

interface OpenLot {
  readonly accountId: string;
  readonly leftFen: bigint;
}

interface Standing {
  readonly accounts: readonly object[];
  readonly budgets: readonly object[];
  readonly transfers: readonly object[];
  /** What the accounts hold, the oldest first. */
  readonly lots: readonly OpenLot[];
}

function standingOf({ accounts, budgets, transfers, lots }: ModelState): Standing {
  return {
    lots: lots.filter(({ leftFen }) => leftFen > 0n).map(({ accountId, leftFen }) => ({ accountId, leftFen })).sort((a, b) => compare(a.accountId, b.accountId)),
    accounts: Object.entries(accounts).map(([id, account]) => sumsOfAccount({ id, ...account })).sort(byId),
    budgets: Object.entries(budgets).map(([id, budget]) => sumsOfBudget({ id, ...budget })).sort(byId),
    transfers: transfers
      .map(({ applicationId, payoutNo, state, amountFen, creditAccountId }) => ({ applicationId, payoutNo, state, amountFen, creditAccountId }))
      .sort((a, b) => compare(a.applicationId, b.applicationId) || a.payoutNo - b.payoutNo),
  };
}

type Sums<Names extends string> = { readonly id: string } & Readonly<Record<Names, bigint>>;

function sumsOfAccount(it: Sums<'debitsPendingFen' | 'debitsPostedFen' | 'creditsPendingFen' | 'creditsPostedFen'>) {
  const { id, debitsPendingFen, debitsPostedFen, creditsPendingFen, creditsPostedFen } = it;
  return { id, debitsPendingFen, debitsPostedFen, creditsPendingFen, creditsPostedFen };
}

function sumsOfBudget({ id, fundedFen, heldFen, spentFen }: Sums<'fundedFen' | 'heldFen' | 'spentFen'>) {
  return { id, fundedFen, heldFen, spentFen };
}

function inOrder(before: ModelState, commands: readonly [ModelCommand, ModelCommand]): { state: ModelState; outcomes: ModelOutcome[] } {
  const state = structuredClone(before);
  return { outcomes: commands.map((command) => apply(state, command)), state };
}

const regulator = { kind: 'person', personId: 'regulator-1', organisationId: 'jiwei', role: 'regulator' } as const;

/** The freeze that binds the subject; an id of none where nothing does. */
async function freezeOf(tx: Tx, of: FreezeSubject): Promise<string> {
  const freezes = await readFreezes(tx.query.bind(tx), of);
  return freezes.find(({ endedAt }) => endedAt === null)?.freezeId ?? '00000000-0000-7000-8000-000000000000';
}

async function run(tx: Tx, env: Environment, command: ModelCommand): Promise<unknown> {
  switch (command.kind) {
    case 'mint': return mintTokens(tx, env, command);
    case 'take':
      return takeHold(tx, env, {
        ...command, expiresAt: command.isOver ? new Date(0) : null,
        policy: { decisionKey: '2251799813685400', limitFen: command.limitFen, secondApprover: true },
      });
    case 'post': return postHold(tx, env, command);
    case 'void': return voidHold(tx, env, command);
    case 'expire': return expireHold(tx, env, command);
    case 'correct': return correctTransfer(tx, env, command);
    case 'freeze': return orderFreeze(tx, env, { ...command, freezeId: env.newId(), by: regulator, reasonCommitment: 'c', expiresAt: null });
    case 'lift': return answerFreeze(tx, env, { freezeId: await freezeOf(tx, command), by: regulator, outcome: 'lifted', reasonCommitment: 'c' });
    case 'redeem': return takeRedemption(tx, env, command);
    case 'instruct': return instructRedemption(tx, env, command);
    case 'burn': return burnTokens(tx, env, command);
    case 'releaseRedemption': return voidRedemption(tx, env, command);
  }
}

function isEqual(a: unknown, b: unknown): boolean {
  try {
    assert.deepEqual(a, b);
    return true;
  } catch {
    return false;
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const byId = (a: { id: string }, b: { id: string }) => compare(a.id, b.id);
const asText = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value);
