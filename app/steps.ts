import { inWords, type Words } from './words.ts';

/** Tells what a long step is doing right now. */
export type Progress = (words: Words) => void;

/** Where steps are shown. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const frames = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const frameMs = 100;
/** Where no line can be redrawn, a step that takes longer than this is announced, so that nobody thinks it hangs. */
const announceMs = 2_000;

interface Running {
  readonly words: Words;
  readonly startedMs: number;
  detail?: Words;
}

const seconds = (sinceMs: number) => `${((performance.now() - sinceMs) / 1000).toFixed(2)} s`;

/** Columns that a text takes: Chinese characters take two. */
function widthOf(text: string): number {
  return [...text].reduce((sum, character) => sum + (/[\u1100-\u{3fffd}]/u.test(character) && !frames.includes(character) ? 2 : 1), 0);
}

function cut(text: string, columns: number): string {
  let kept = text;
  while (widthOf(kept) > columns) kept = kept.slice(0, -1);
  return kept;
}

/** Shows timed steps, several of which may run at once: a live line on a terminal, a line for each elsewhere. */
export class Steps {
  readonly #terminal: Terminal;
  readonly #running = new Set<Running>();
  #timer: NodeJS.Timeout | undefined;
  #frame = 0;

  constructor(terminal: Terminal = process.stdout) {
    this.#terminal = terminal;
  }

  /** Runs `work` as a step, shown with its time when it is done and marked when it fails. */
  async run<T>(words: Words, work: (progress: Progress) => Promise<T>): Promise<T> {
    const step: Running = { words, startedMs: performance.now() };
    this.#begin(step);
    const announce = this.#terminal.isTTY ? undefined : setTimeout(() => this.line(`… ${this.#describe(step)}`), announceMs);
    try {
      const result = await work((detail) => (step.detail = detail));
      this.#end(step, '✓');
      return result;
    } catch (error) {
      // What was broken off by Ctrl-C has not failed.
      this.#end(step, (error as Error).name === 'AbortError' ? '–' : '✗');
      throw error;
    } finally {
      clearTimeout(announce);
    }
  }

  /** Prints a line of its own above the live one. */
  line(text: string): void {
    this.#terminal.write(`${this.#terminal.isTTY ? '\r\x1b[2K' : ''}${text}\n`);
    this.#draw();
  }

  /** Prints something that is worth knowing but is not a step. */
  note(words: Words): void {
    this.line(`… ${inWords(words)}`);
  }

  #begin(step: Running): void {
    this.#running.add(step);
    if (this.#terminal.isTTY) this.#timer ??= setInterval(() => this.#draw(), frameMs).unref();
    this.#draw();
  }

  #end(step: Running, mark: string): void {
    this.#running.delete(step);
    if (this.#running.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
    }
    this.line(`${mark} ${inWords(step.words)} ${seconds(step.startedMs)}`);
  }

  #describe(step: Running): string {
    return step.detail ? `${inWords(step.words)}: ${inWords(step.detail)}` : inWords(step.words);
  }

  #draw(): void {
    const [first] = this.#running;
    if (!this.#terminal.isTTY || !first) return;
    this.#frame = (this.#frame + 1) % frames.length;
    const names = [...this.#running].map((step) => this.#describe(step)).join(', ');
    const text = `${frames[this.#frame]} ${names} ${seconds(first.startedMs)}`;
    this.#terminal.write(`\r\x1b[2K${cut(text, (this.#terminal.columns ?? 80) - 1)}`);
  }
}
