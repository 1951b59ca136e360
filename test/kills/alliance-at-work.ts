import { randomNumbers } from '../random-numbers.ts';
import { matters } from './matters.ts';
import type { People } from './people.ts';

/** A matter under way. */
interface UnderWay {
  readonly name: string;
  readonly sinceMs: number;
}

/** So many matters are under way at a time: enough that a process that was just started is soon at work. */
const handsMax = 5;

function draw(random: () => number) {
  let left = random() * matters.reduce((sum, { weight }) => sum + weight, 0);
  return matters.find(({ weight }) => (left -= weight) < 0) ?? matters[0];
}

/** The people of the demonstration at work: one matter after another, chosen by the seed. */
export class AllianceAtWork {
  readonly #people: People;
  readonly #seed: number;
  readonly #onFault: (error: Error) => void;
  #hands: Promise<void>[] = [];
  #isClosing = false;
  #lastNo = 0;
  readonly #underWay = new Map<number, UnderWay>();
  /** How many of each kind came to their end. */
  readonly ended = new Map<string, number>();

  /** @param onFault hears of a matter that can't go on, and of an answer that nobody should get */
  constructor(people: People, seed: number, onFault: (error: Error) => void) {
    this.#people = people;
    this.#seed = seed;
    this.#onFault = onFault;
  }

  begin(): void {
    this.#isClosing = false;
    this.#hands = Array.from({ length: handsMax }, () => this.#hand());
  }

  /** Begins nothing new and waits until all that is under way has come to its end. */
  async close(): Promise<void> {
    this.#isClosing = true;
    await Promise.all(this.#hands);
    this.#hands = [];
  }

  underWay(): string[] {
    return [...this.#underWay.values()].map(({ name, sinceMs }) => `${name}, for ${((performance.now() - sinceMs) / 1000).toFixed(1)} s`);
  }

  async #hand(): Promise<void> {
    while (!this.#isClosing) await this.#matter();
  }

  async #matter(): Promise<void> {
    const no = (this.#lastNo += 1);
    const random = randomNumbers(this.#seed + no * 7919);
    const { kind, run } = draw(random) ?? {};
    if (!kind || !run) return;
    const name = `${kind}-${this.#seed}-${no}`;
    this.#underWay.set(no, { name, sinceMs: performance.now() });
    try {
      await run({ people: this.#people, random, no, name, isClosing: () => this.#isClosing });
      this.ended.set(kind, (this.ended.get(kind) ?? 0) + 1);
    } catch (error) {
      this.#isClosing = true; // one fault is enough to look into
      this.#onFault(new Error(`${name} could not go on`, { cause: error }));
    } finally {
      this.#underWay.delete(no);
    }
  }
}
