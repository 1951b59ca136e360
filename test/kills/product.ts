import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from '../../app/process-identity.ts';
import { startStack, type Stack } from '../../app/stack.ts';
import { planVariable, readJournal, type JournalEntry, type Victim } from './plan.ts';
import { findVictim, killNow } from './victims.ts';

const preload = join(import.meta.dirname, 'write-points.ts');
const pollMs = 10;

/** A product in processes of its own on one data folder, which is killed and started again and again. */
export class ProductUnderFire {
  readonly dataDir: string;
  /** Of plan and journal. */
  readonly folder: string;
  /** How often it has answered requests after a start. */
  starts = 0;
  /** Since when nothing was killed and nothing started: who waits in vain for longer than is reasonable, waits from then on. */
  quietSinceMs = performance.now();
  /** What it said on standard error since its last start: why it ended by itself, say. */
  complaints = '';
  #stack: Stack | undefined;
  #journalOffset = 0;
  #up = Promise.withResolvers<void>();
  #hasGivenUp: Error | undefined;

  constructor(dataDir: string) {
    this.dataDir = dataDir;
    this.folder = `${dataDir}-kills`;
    mkdirSync(this.folder, { recursive: true });
    this.#up.promise.catch(() => undefined);
  }

  get url(): string {
    return this.#stack?.url ?? 'http://127.0.0.1:1';
  }

  /** The product's process has not ended. */
  isAlive(): boolean {
    return this.#stack !== undefined && this.#stack.child.exitCode === null && this.#stack.child.signalCode === null;
  }

  /** Resolves when requests are answered (again); rejects when that is given up. */
  async up(): Promise<void> {
    while (!this.isAlive()) {
      if (this.#hasGivenUp) throw this.#hasGivenUp;
      await Promise.race([this.#up.promise, sleep(pollMs)]);
    }
  }

  /** From now on whoever waits for the product is told why it won't come back. */
  giveUp(error: Error): void {
    this.#hasGivenUp ??= error;
    this.#up.reject(error);
  }

  /** Starts it. @throws Error with what it said, where it ended before it answered requests: by a planned kill, too */
  async start(): Promise<void> {
    const settings = {
      WEB_DIR: join(this.dataDir, 'no-web-app'),
      NODE_OPTIONS: `${process.env['NODE_OPTIONS'] ?? ''} --import=${preload}`.trim(),
      [planVariable]: this.folder,
    };
    this.#stack = await startStack({ dataDir: this.dataDir, settings });
    this.complaints = '';
    this.#stack.child.stderr?.on('data', (text: string) => (this.complaints += text));
    this.starts += 1;
    this.quietSinceMs = performance.now();
    this.#up.resolve();
    this.#up = Promise.withResolvers();
    this.#up.promise.catch(() => undefined);
  }

  /** Kills them together, those that run. @returns who was killed */
  async kill(victims: readonly Victim[]): Promise<Victim[]> {
    const found = victims.flatMap((victim) => {
      const identity = findVictim(this.dataDir, victim);
      return identity ? [{ victim, identity }] : [];
    });
    for (const { victim, identity } of found) killNow(victim, identity);
    while (found.some(({ identity }) => isRunning(identity))) await sleep(1);
    return found.map(({ victim }) => victim);
  }

  /** What its processes wrote down since the last look. */
  journal(): JournalEntry[] {
    const { entries, offset } = readJournal(this.folder, this.#journalOffset);
    this.#journalOffset = offset;
    return entries;
  }

  /** Ends it as Ctrl-C does. */
  async stop(): Promise<void> {
    await this.#stack?.stop();
  }
}
