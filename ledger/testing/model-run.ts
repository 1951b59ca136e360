import assert from 'node:assert/strict';
import { appendEvents, type Environment, type EventInput } from '@gbc/events';
import { openDatabase, type Database } from '@gbc/prisma';
import { LedgerQueue, paymentIdOf, readBalances, readBudgets, recordReserveProof } from '../index.ts';
import { cutOnce, isConnectionLost } from './cut-connection.ts';
import { DayClock } from './day-clock.ts';
import { advise, decide } from './evidence-writer.ts';
import { call, outcomeOf, toLedger } from './model-call.ts';
import { isSameStanding, readStanding, standingOf } from './model-standing.ts';
import { emptyState, type ModelApplication, type ModelCommand, type ModelLink, type ModelMoney, type ModelOutcome, type ModelState } from './model-state.ts';
import { apply } from './reference-model.ts';
import { Scene } from './scene.ts';
import { currentPayoutNo, toCommand, type CommandStep, type Cut, type Step } from './steps.ts';

const triesMax = 5;
const organisations: Readonly<Record<string, string>> = { street: 'beiwaitan', next: 'jiaxing', 'next-operating': 'jiaxing' };
const organisationOf = (accountId: string) => organisations[accountId] ?? 'pujian';

/** Runs a history through the ledger and through the model, and compares them as it goes. */
export class ModelRun {
  /** What the ledger answered so far. */
  readonly outcomes = new Set<ModelOutcome>();
  /** How many commands were given, retries and replays among them, and what became of those whose connection was cut. */
  readonly counts = { commands: 0, cutUndone: 0, cutDone: 0, cutAnswered: 0 };
  /** What the history happens in. */
  readonly scene: Scene;
  readonly #database: Database;
  /** Of the connections that are cut, so that no other work meets a dead one. */
  readonly #doomed: Database;
  readonly #clock: DayClock;
  readonly #env: Environment;
  readonly #compareEvery: number;
  /** How accounts and budgets stood at moments of the past. */
  readonly #past: { readonly at: Date; readonly sums: string }[] = [];
  readonly #given: ModelCommand[] = [];
  #state = emptyState();
  #stepNo = 0;

  /** @param compareEvery all sums and transfers are compared after every so many-eth step; outcomes always are */
  constructor(database: Database, compareEvery = 1, clock = new DayClock()) {
    this.#clock = clock;
    this.#env = clock.env;
    this.scene = new Scene(database, this.#env);
    this.#database = database;
    this.#doomed = openDatabase(database.url, { connectionsMax: 1 });
    this.#compareEvery = compareEvery;
  }

  get state(): ModelState {
    return this.#state;
  }

  close(): Promise<void> {
    return this.#doomed.close();
  }

  async step(step: Step): Promise<void> {
    this.#stepNo += 1;
    switch (step.kind) {
      case 'one': return this.#one(toCommand(this.#state, step.command));
      case 'again': {
        const command = toCommand(this.#state, step.command);
        await this.#one(command);
        return this.#one(command);
      }
      case 'replay': {
        const command = this.#given.at(-step.back);
        return command && this.#one(command);
      }
      case 'lost': return this.#lost(step.command);
      case 'cut': return this.#cut(step.command, step.cut);
      case 'together': return this.#together(step.commands);
      case 'queue': return this.#queue(step.commands.map((each) => toCommand(this.#state, each) as ModelMoney | ModelLink), step.cut);
      default: return this.#evidence(step);
    }
  }

  /** @param to a later moment than the next day's, where time is to run on further */
  nextDay(to?: Date): void {
    this.#clock.nextDay(to);
    this.#state.day += 1;
  }

  /** What the model and the ledger have must be the same. */
  async compare(): Promise<void> {
    assert.deepEqual(await readStanding(this.#database), standingOf(this.#state));
  }

  /** The sums of every moment noted can still be read at the end. */
  async checkPast(): Promise<void> {
    for (const { at, sums } of this.#past) assert.equal(await this.#sums(at), sums, at.toISOString());
  }

  async #sums(at?: Date): Promise<string> {
    const accounts = await readBalances(this.#database.read, {}, at);
    const budgets = (await readBudgets(this.#database.read, {}, at)).toSorted((one, other) => (one.id < other.id ? -1 : 1));
    return [
      ...accounts.map((it) => [it.id, it.debitsPendingFen, it.debitsPostedFen, it.creditsPendingFen, it.creditsPostedFen].join(' ')),
      ...budgets.map((it) => [it.id, it.fundedFen, it.heldFen, it.spentFen].join(' ')),
    ].join('\n');
  }

  async #one(command: ModelCommand): Promise<void> {
    const outcome = await this.#give(command, this.#database);
    this.#expect(command, outcome, apply(this.#state, command));
    if (this.#stepNo % this.#compareEvery !== 0) return;
    await this.compare();
    this.#past.push({ at: this.#env.now(), sums: await this.#sums() });
  }

  async #lost(step: CommandStep): Promise<void> {
    const command = toCommand(this.#state, step);
    const died = new Error('died before the commit');
    const work = this.#database.transaction(async (tx) => {
      await call(tx, this.#clock, command);
      throw died;
    });
    const outcome = await outcomeOf(work.catch((error: unknown) => (error === died ? undefined : Promise.reject(error))));
    this.#expect(command, outcome, apply(structuredClone(this.#state), command));
    await this.compare();
  }

  /** After the cut it was done wholly or not at all; tried again, it was done once. */
  async #cut(step: CommandStep, cut: Cut): Promise<void> {
    const command = toCommand(this.#state, step);
    const after = structuredClone(this.#state);
    const expected = apply(after, command);
    const { database, settled } = cutOnce(this.#doomed, this.#database, cut);
    const first = await this.#give(command, database).catch((error: unknown) => (isConnectionLost(error) ? undefined : Promise.reject(error)));
    await settled();
    const standing = await readStanding(this.#database);
    if (first !== undefined) this.#expect(command, first, expected);
    this.#noteCut(first, standing, expected === 'done' ? after : this.#state, command);
    this.#state = after;
    this.#expect(command, await this.#tryAgain(command), expected);
    await this.compare();
  }

  #noteCut(first: ModelOutcome | undefined, standing: Awaited<ReturnType<typeof readStanding>>, after: ModelState, command: ModelCommand): void {
    const isDone = isSameStanding(standing, standingOf(after));
    assert.ok(isDone || (first === undefined && isSameStanding(standing, standingOf(this.#state))), `${text(command)} was done in part`);
    this.counts[first !== undefined ? 'cutAnswered' : isDone ? 'cutDone' : 'cutUndone'] += 1;
  }

  async #tryAgain(command: ModelCommand): Promise<ModelOutcome> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.#give(command, this.#doomed);
      } catch (error) {
        if (!isConnectionLost(error) || tries === triesMax) throw error;
      }
    }
  }

  /** Two at once must come to what one order of them would have come to. */
  async #together(steps: readonly [CommandStep, CommandStep]): Promise<void> {
    const commands = [toCommand(this.#state, steps[0]), toCommand(this.#state, steps[1])] as const;
    const found = await Promise.all(commands.map((command) => this.#give(command, this.#database)));
    const standing = await readStanding(this.#database);
    const orders = [[0, 1], [1, 0]].map((order) => inOrder(this.#state, commands, order));
    const fitting = orders.find(({ state, outcomes }) => outcomes.join() === found.join() && isSameStanding(standing, standingOf(state)));
    if (!fitting) assert.deepEqual({ found, standing }, { found: orders[0]?.outcomes, standing: standingOf(orders[0]?.state ?? this.#state) }, `no order of ${text(commands)} comes to that`);
    else this.#state = fitting.state;
  }

  /** What is given to the queue at once goes as one group, in its order; where the group's connection is cut, each alone in that order. */
  async #queue(commands: readonly (ModelMoney | ModelLink)[], cut: Cut | null): Promise<void> {
    const { database, settled } = cut ? cutOnce(this.#doomed, this.#database, cut) : { database: this.#database, settled: () => Promise.resolve() };
    const queue = new LedgerQueue({ database, env: this.#env });
    const found = await Promise.all(commands.map((command) => {
      this.#count(command);
      return outcomeOf(queue.run(toLedger(this.#clock, command))).catch((error: unknown) => (isConnectionLost(error) ? undefined : Promise.reject(error)));
    }));
    await queue.settled();
    await settled();
    for (const [index, command] of commands.entries()) {
      const expected = apply(this.#state, command);
      this.#expect(command, found[index] ?? (await this.#tryAgain(command)), expected);
    }
    await this.compare();
  }

  #give(command: ModelCommand, database: Database): Promise<ModelOutcome> {
    this.#count(command);
    return outcomeOf(database.transaction((tx) => call(tx, this.#clock, command)));
  }

  #count(command: ModelCommand): void {
    this.counts.commands += 1;
    this.#given.push(command);
  }

  #expect(command: ModelCommand, outcome: ModelOutcome, expected: ModelOutcome): void {
    this.outcomes.add(outcome);
    assert.equal(outcome, expected, text(command));
  }

  async #evidence(step: Exclude<Step, { kind: 'one' | 'again' | 'replay' | 'lost' | 'cut' | 'together' | 'queue' }>): Promise<void> {
    switch (step.kind) {
      case 'nextDay': return this.nextDay();
      case 'advise': return this.#advise(step);
      case 'park': {
        const deposit = this.#state.deposits[step.adviceId];
        if (!deposit) return;
        await this.#append({ type: 'depositParked', actor: bank, applicationId: `deposit:${step.adviceId}`, data: { adviceId: step.adviceId, code: 'bank.amountDiffers' } });
        deposit.match = null;
        return;
      }
      case 'judge': {
        const deposit = this.#state.deposits[step.adviceId];
        if (!deposit) return;
        const { by, outcome, adviceId } = step;
        await this.scene.run(decide, { applicationId: `deposit:${adviceId}`, kind: 'matchDeposit', by, outcome, adviceId });
        deposit.decisions.push({ kind: 'matchDeposit', ...by, outcome, revision: 0, payoutNo: 0 });
        return;
      }
      case 'submit': return this.#submit(step);
      case 'order': return this.#order(step);
      case 'bankSays': return this.#bankSays(step);
      case 'prove': return this.#prove(step.agrees);
      case 'decide': return this.#decide(step);
    }
  }

  async #advise({ adviceId, amountFen, accountId, budgetId }: Step & { kind: 'advise' }): Promise<void> {
    if (this.#state.deposits[adviceId]) return;
    await this.scene.run(advise, { adviceId, amountFen, matchedTo: { accountId, budgetId } });
    this.#state.deposits[adviceId] = { amountFen, match: { accountId, budgetId }, decisions: [] };
  }

  async #submit(step: Step & { kind: 'submit' }): Promise<void> {
    const { applicationId, by, payerAccountId, payeeAccountId, budgetId, amountFen, payerOrganisationId = organisationOf(payerAccountId) } = step;
    const application = this.#application(applicationId);
    const submission = { revision: application.submissions.length + 1, payerOrganisationId, payeeOrganisationId: organisationOf(payeeAccountId), payerAccountId, payeeAccountId, budgetId, amountFen };
    await this.scene.submit(applicationId, submission, by);
    application.submissions.push(submission);
    application.applicantIds.push(by.personId);
  }

  async #order({ applicationId, by, accountId, amountFen, organisationId = organisationOf(accountId) }: Step & { kind: 'order' }): Promise<void> {
    const application = this.#application(applicationId);
    const order = { revision: application.orders.length + 1, organisationId, accountId, amountFen };
    await this.scene.order(applicationId, order, by);
    application.orders.push(order);
    application.applicantIds.push(by.personId);
  }

  /** The bank's word as the bank room writes it down; it never says two things of one payment. */
  async #bankSays({ applicationId, shift, answer, otherFen }: Step & { kind: 'bankSays' }): Promise<void> {
    const payoutNo = Math.max(1, currentPayoutNo(this.#state, applicationId) + shift);
    const held = this.#state.transfers.find((transfer) => transfer.kind === 'burn' && transfer.applicationId === applicationId && transfer.payoutNo === payoutNo);
    const payments = this.#state.applications[applicationId]?.payments ?? [];
    if (!held || payments.filter((payment) => payment.payoutNo === payoutNo).length !== 1) return;
    const paymentId = paymentIdOf({ applicationId, payoutNo });
    const amountFen = held.amountFen + otherFen;
    const about = { actor: bank, applicationId } as const;
    await this.#append(answer === 'confirmed'
      ? { ...about, type: 'paymentConfirmed', data: { paymentId, payoutNo, amountFen, reference: 'BANK-1', valueDate: '2026-11-22' } }
      : { ...about, type: 'paymentRefused', data: { paymentId, payoutNo, code: 'AC04' } });
    payments.push({ kind: answer, payoutNo, amountFen });
  }

  async #prove(agrees: boolean): Promise<void> {
    const state = agrees ? 'matched' : 'unknownHere';
    await this.scene.run(recordReserveProof, { custodyFen: 0n, supplyFen: 0n, balancesFen: 0n, lines: [{ kind: 'deposit', id: 'advice', bankFen: 0n, ledgerFen: null, state }] });
    this.#state.isMintingStopped = !agrees;
  }

  async #decide({ applicationId, decision: kind, by, outcome, revisionsBack, shift, fate }: Step & { kind: 'decide' }): Promise<void> {
    const application = this.#application(applicationId);
    const revision = Math.max(1, Math.max(application.submissions.length, application.orders.length) - revisionsBack);
    const payoutNo = Math.max(1, currentPayoutNo(this.#state, applicationId) + shift);
    await this.scene.decide(applicationId, { kind, by, outcome, revision, payoutNo, fate });
    if (fate === 'accepted') application.decisions.push({ kind, ...by, outcome, revision, payoutNo });
  }

  #append(event: EventInput): Promise<unknown> {
    return this.scene.run((tx, env, input: EventInput) => appendEvents(tx, env, [input]), event);
  }

  /** Known from its first event on. */
  #application(id: string): ModelApplication {
    return (this.#state.applications[id] ??= { submissions: [], orders: [], payments: [], applicantIds: [], decisions: [] });
  }
}

const bank = { kind: 'system', name: 'bank' } as const;

function inOrder(before: ModelState, commands: readonly ModelCommand[], order: readonly number[]): { state: ModelState; outcomes: ModelOutcome[] } {
  const state = structuredClone(before);
  const outcomes: ModelOutcome[] = [];
  for (const index of order) outcomes[index] = apply(state, commands[index] as ModelCommand);
  return { outcomes, state };
}

const text = (value: unknown) => JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? String(each) : each));
