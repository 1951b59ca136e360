import { inspect } from 'node:util';
import { Coverage } from './coverage.ts';
import { chooseKill } from './kill-choice.ts';
import { Life, type Kill } from './life.ts';

export interface KillRunOptions {
  readonly seed: number;
  readonly count: number;
  /** Data folders that live side by side. */
  readonly lanes: number;
  /** After so many kills a data folder is checked as a whole and another begins. */
  readonly killsOfLife: number;
  /** Kills of the very first start of each folder, before it has ever answered: of the first folder of the run, and of each later one. */
  readonly killsOfFirstStart: readonly [first: number, later: number];
  /** Kill after kill until every moment that was passed was hit, at most so many beyond `count`. */
  readonly extraMax: number;
  /** The one kill that is to be repeated, with the moment that it came at. */
  readonly only?: { readonly number: number; readonly at: string | undefined } | undefined;
  readonly say: (line: string) => void;
}

export interface KillRunResult {
  readonly kills: readonly Kill[];
  readonly coverage: Coverage;
  readonly wallMs: number;
}

/** A kill in one line, as it is logged. */
function describeKill({ number, choice, victims, at, recoveryMs }: Kill): string {
  // Where several things are written at once, the one that tells most, such as the kind of an event, comes last.
  const moment = at.length > 1 ? `"${at.at(-1)}" and ${at.length - 1} more` : `"${at[0] ?? 'the end of the start'}"`;
  const where = choice.kind === 'atWrite' ? `at ${moment}` : `${choice.delayMs} ms into ${choice.while}`;
  return `kill ${number}: ${victims.join(', ') || 'nobody was there'} ${where}; back after ${Math.round(recoveryMs)} ms`;
}

/** Kills of one run, handed out to its lanes. */
class KillRun {
  readonly kills: Kill[] = [];
  readonly coverage = new Coverage();
  readonly #options: KillRunOptions;
  #lastNumber = 0;
  #hasFailed = false;

  constructor(options: KillRunOptions) {
    this.#options = options;
  }

  /** One data folder after another, until all kills are done. */
  async lane(lane: number): Promise<void> {
    const [first, later] = this.#options.killsOfFirstStart;
    for (let n = 0; this.#hasMore(); n += 1) await this.#life(this.#options.seed + lane * 1_000 + n, lane === 0 && n === 0 ? first : later);
  }

  #hasMore(): boolean {
    const { count, extraMax, only } = this.#options;
    if (this.#hasFailed) return false;
    if (only) return this.#lastNumber === 0;
    return this.#lastNumber < count || (extraMax > 0 && this.#lastNumber < count + extraMax && this.coverage.missed().length > 0);
  }

  #nextNumber(): number {
    const { only } = this.#options;
    return (this.#lastNumber = only ? only.number : this.#lastNumber + 1);
  }

  async #life(seed: number, killsOfFirstStart: number): Promise<void> {
    const { killsOfLife, say } = this.#options;
    const life = new Life(seed, this.coverage);
    let number = 0;
    try {
      let n = 0;
      for (; n < killsOfFirstStart && this.#hasMore(); n += 1) {
        number = this.#nextNumber();
        if ((await this.#kill(life, number, true)).at.length === 0) break; // no moment of a first start is left
      }
      await life.begin();
      for (; n < killsOfLife && this.#hasMore(); n += 1) {
        number = this.#nextNumber();
        await this.#kill(life, number);
        if (n % 50 === 49 && n + 1 < killsOfLife) say(`whole check: ${await life.checkWhole()}`);
      }
      say(`whole check: ${await life.checkWhole()}`);
      await life.end();
    } catch (error) {
      if (this.#hasFailed) return await life.abandon();
      this.#hasFailed = true;
      throw await this.#report(life, number, error);
    }
  }

  async #kill(life: Life, number: number, isFirstStart = false): Promise<Kill> {
    const { seed, only, say } = this.#options;
    const choice = isFirstStart ? ({ kind: 'atWrite', while: 'starting', victims: ['writer'], skip: 0 } as const) : chooseKill(seed, number);
    const kill = await life.kill(number, choice, only?.at, isFirstStart);
    this.kills.push(kill);
    say(describeKill(kill));
    return kill;
  }

  /** The failure with everything that is needed to understand it. The folder stays. */
  async #report(life: Life, number: number, error: unknown): Promise<Error> {
    const { seed } = this.#options;
    const told = await life.diagnose();
    await life.abandon();
    const last = this.kills.filter((kill) => kill.number === number)[0];
    const at = last?.at[0] ? ` KILL_AT='${last.at[0]}'` : '';
    const repeat = `KILL_SEED=${seed} KILL_ONLY=${number}${at} npm run t -- test/long/kill.test.ts`;
    return new Error(`after kill ${number} (${JSON.stringify(chooseKill(seed, number))}), in ${life.dataDir}\n${inspect(error, { depth: 6 })}\nonce more: ${repeat}\nthe kills before:\n${this.kills.slice(-8).map(describeKill).join('\n')}\n${told}`);
  }
}

/** Runs kills and checks until `count` are done. @throws Error with everything about the first failure */
export async function runKills(options: KillRunOptions): Promise<KillRunResult> {
  const startedMs = performance.now();
  const run = new KillRun(options);
  const lanes = await Promise.allSettled(Array.from({ length: options.lanes }, (_, lane) => run.lane(lane)));
  for (const lane of lanes) if (lane.status === 'rejected') throw lane.reason;
  return { kills: run.kills, coverage: run.coverage, wallMs: performance.now() - startedMs };
}
