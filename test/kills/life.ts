import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { AllianceAtWork } from './alliance-at-work.ts';
import type { Coverage } from './coverage.ts';
import { diagnose } from './diagnosis.ts';
import { checkEffects } from './effects.ts';
import type { KillChoice } from './kill-choice.ts';
import { LogWatch } from './log-watch.ts';
import { People, type Given } from './people.ts';
import { dropPlan, isPlanned, writePlan, type Plan } from './plan.ts';
import { ProductUnderFire } from './product.ts';
import { checkMoney } from './quick-checks.ts';
import { regulator } from './scene.ts';
import { checkWhole } from './whole-check.ts';

/** Where a kill fell and what it cost. */
export interface Kill {
  readonly number: number;
  readonly choice: KillChoice;
  /** Who was killed. */
  readonly victims: readonly string[];
  /** The names of the moment, where it was one between two writes. */
  readonly at: readonly string[];
  /** From the kill until the product served again and had been checked. */
  readonly recoveryMs: number;
}

const recoveryPatienceMs = 120_000;
const pollMs = 5;

/** The life of one data folder: a product that people work with, killed and started again; checked after each kill. */
export class Life {
  readonly dataDir = mkdtempSync(join(tmpdir(), 'gbc-kills-'));
  readonly #product = new ProductUnderFire(this.dataDir);
  readonly #people = new People(this.#product);
  readonly #log = new LogWatch(this.dataDir);
  readonly #coverage: Coverage;
  readonly #work: AllianceAtWork;
  readonly #fault = Promise.withResolvers<never>();
  readonly #writerKills = new Set<number>();
  #checkedUpTo = 0;
  #said = '';

  constructor(seed: number, coverage: Coverage) {
    this.#coverage = coverage;
    this.#work = new AllianceAtWork(this.#people, seed, (error) => this.#fail(error));
    this.#fault.promise.catch(() => undefined);
  }

  /** Starts the product for the first time. Kills that are planned for the start come one by one, each at another moment. */
  async begin(): Promise<void> {
    await this.#orFault(this.#start());
    this.#work.begin();
  }

  /** Kills, waits until the product serves again, and checks. `at` names the moment for a kill that is to be repeated. */
  async kill(number: number, choice: KillChoice, at: string | undefined, isFirstStart = false): Promise<Kill> {
    const isStarting = isFirstStart || choice.while === 'starting';
    const victims = await this.#orFault(isStarting ? this.#killWhileStarting(number, choice, at, isFirstStart) : this.#killWhileServing(number, choice, at));
    const sinceMs = (this.#product.quietSinceMs = performance.now());
    this.#log.note();
    const entries = this.#product.journal();
    if (!isFirstStart) {
      const starts = this.#product.starts;
      await this.#orFault(this.#recover());
      const isKilled = isStarting || victims.includes('parent') || entries.some((entry) => 'killedAt' in entry && entry.process === 'product' && victims.includes('writer'));
      if (!isKilled && this.#product.starts > starts) throw new Error(`the product has ended, though ${victims.join(', ')} alone was killed: ${this.#said}`);
      await this.#orFault(this.#check());
    }
    const recoveryMs = performance.now() - sinceMs;
    this.#coverage.add(entries, (killed) => this.#writerKills.has(killed));
    const fallen = entries.flatMap((entry) => ('killedAt' in entry && entry.number === number ? entry.killedAt : []));
    return { number, choice, victims, at: fallen, recoveryMs };
  }

  /** Lets all matters come to their end and checks everything. @returns one line about it */
  async checkWhole(): Promise<string> {
    await this.#orFault(this.#work.close());
    await this.#orFault(this.#check());
    const line = await this.#orFault(checkWhole(this.dataDir, this.#people, this.#log));
    const ended = [...this.#work.ended].map(([kind, times]) => `${times} ${kind}`).join(', ');
    this.#work.begin();
    return `${line}; matters so far: ${ended}`;
  }

  /** Ends the product and removes the folder. */
  async end(): Promise<void> {
    await this.#orFault(this.#work.close());
    await this.#product.stop();
    this.remove();
  }

  /** Ends whatever runs, at once. */
  async abandon(): Promise<void> {
    this.#product.giveUp(new Error('the run is over'));
    await this.#product.kill(['parent', 'postgresTree', 'bank', 'evmNode']);
  }

  remove(): void {
    for (const folder of [this.dataDir, this.#product.folder]) rmSync(folder, { recursive: true, force: true });
  }

  diagnose(): Promise<string> {
    return diagnose(this.dataDir, { given: this.#people.given, underWay: this.#work.underWay(), said: this.#said });
  }

  // ---- Killing ----

  #plan(number: number, choice: KillChoice & { kind: 'atWrite' }, at: string | undefined): Plan {
    if (choice.victims.includes('writer')) this.#writerKills.add(number);
    return { number, at, notOnlyAt: at === undefined ? this.#coverage.hit() : [], isOfDatabase: !choice.victims.includes('writer'), skip: choice.skip, victims: choice.victims };
  }

  /** A moment that was never killed at is waited for this long; then any will do. */
  async #untilKilled(plan: Plan, patienceMs: number): Promise<void> {
    const { folder } = this.#product;
    const deadline = performance.now() + patienceMs;
    let isAny = false;
    while (isPlanned(folder)) {
      if (!isAny && plan.at === undefined && performance.now() > deadline) {
        isAny = true;
        writePlan(folder, { ...plan, notOnlyAt: [], skip: plan.skip * 5 });
      }
      if (performance.now() > deadline + recoveryPatienceMs) throw new Error(`kill ${plan.number}: nothing was written for ${(patienceMs + recoveryPatienceMs) / 1000} s`);
      await sleep(pollMs);
    }
  }

  async #killWhileServing(number: number, choice: KillChoice, at: string | undefined): Promise<readonly string[]> {
    if (choice.kind === 'atTime') {
      await sleep(choice.delayMs); // when the kill comes is part of the case
      return this.#product.kill(choice.victims);
    }
    const plan = this.#plan(number, choice, at);
    writePlan(this.#product.folder, plan);
    await this.#untilKilled(plan, at ? 60_000 : 2_500);
    return choice.victims;
  }

  /** Ends it first, as a kill would, unless it hasn't begun. */
  async #killWhileStarting(number: number, choice: KillChoice, at: string | undefined, isFirstStart: boolean): Promise<readonly string[]> {
    if (!isFirstStart) await this.#product.kill(['parent']);
    if (choice.kind === 'atWrite') writePlan(this.#product.folder, this.#plan(number, choice, at));
    const starting = this.#start().then(() => 'started', () => 'killed');
    if (choice.kind === 'atTime') {
      await Promise.race([starting, sleep(choice.delayMs)]);
      // Where the process hasn't said yet who it is, it is killed as soon as it has.
      for (;;) {
        const killed = await this.#product.kill(choice.victims);
        if (killed.includes('parent')) return (await starting, killed);
        await sleep(pollMs);
      }
    }
    const how = await starting;
    dropPlan(this.#product.folder);
    if (how === 'started') await this.#product.kill(['parent']); // it passed no moment that the plan is about
    return choice.victims;
  }

  // ---- Coming back ----

  async #start(): Promise<void> {
    try {
      await this.#product.start();
    } catch (error) {
      this.#said = String(error);
      throw error;
    }
  }

  /** Waits until every part answers again; starts the product where it was killed. */
  async #recover(): Promise<void> {
    const sinceMs = performance.now();
    let hasBank = false;
    while (!hasBank) {
      let isAnswered = false;
      const asked = this.#people.ask(regulator, 'getFunds').finally(() => (isAnswered = true));
      asked.catch(() => undefined); // awaited below
      while (!isAnswered) {
        if (!this.#product.isAlive()) {
          this.#said = this.#product.complaints;
          await this.#start();
        }
        await Promise.race([asked, sleep(10)]);
      }
      hasBank = (await asked).custodyFen !== null;
      if (this.#people.isInVain(sinceMs)) throw new Error('the bank does not answer any more');
    }
  }

  async #check(): Promise<void> {
    await checkMoney(this.dataDir);
    const answered = this.#people.given.slice(this.#checkedUpTo).filter(({ answeredAtMs }) => answeredAtMs !== undefined);
    const firstOpen = this.#people.given.findIndex(({ answeredAtMs }, index) => index >= this.#checkedUpTo && answeredAtMs === undefined);
    await checkEffects(this.dataDir, answered);
    this.#checkedUpTo = firstOpen < 0 ? this.#people.given.length : firstOpen;
    await this.#log.look();
    const last = answered.findLast(({ operation, refusedBecause }) => operation !== 'uploadDocument' && operation !== 'proveReserve' && refusedBecause === undefined);
    if (last) await this.#giveAgain(last);
  }

  /** The same command under the same key is the same command. */
  async #giveAgain(last: Given): Promise<void> {
    const again = (await this.#people.again(last)) as Record<string, unknown>;
    for (const name of ['applicationId', 'decisionId', 'freezeId', 'proposalId', 'paymentId', 'depositId']) {
      const first = (last.answer as Record<string, unknown>)[name];
      if (first !== again[name]) throw new Error(`${last.operation} under ${last.key} was answered ${name} ${String(first)}, and again ${String(again[name])}`);
    }
  }

  #fail(error: Error): void {
    this.#product.giveUp(error);
    this.#fault.reject(error);
  }

  #orFault<T>(work: Promise<T>): Promise<T> {
    return Promise.race([work, this.#fault.promise]);
  }
}
