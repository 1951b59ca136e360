/** What one expression may cost. Counted while it runs, so that a model can't stop the engine, which has one thread. */
export const feelLimits = {
  /** Characters of an expression. */
  textLengthMax: 32_768,
  /** Brackets, braces and parentheses inside one another. */
  bracketDepthMax: 100,
  /** Levels of the parsed expression, operators in a row included. */
  treeDepthMax: 500,
  /** Elements looped over or compared, functions called. */
  stepsMax: 500_000,
  /** Of the processor; for a pattern that may backtrack, by the clock on the wall. */
  timeMsMax: 1000,
  /** A text that a function is given. */
  stringLengthMax: 4 * 1024 * 1024,
  /** Contexts and lists inside one another in a result or a variable. */
  valueDepthMax: 1000,
  /** A result as JSON. */
  valueSizeMax: 4 * 1024 * 1024,
} as const;

/** An expression went over one of the limits; the message names it. */
export class FeelLimitError extends Error {
  override readonly name = 'FeelLimitError';
}

/** Asking the clock costs more than most steps. */
const callsPerLook = 64;

/** Time of this thread alone, so that a busy machine does not fail an expression that an idle one would not. */
function processorMs(): number {
  const { user, system } = process.threadCpuUsage();
  return (user + system) / 1000;
}

class Budget {
  #steps = 0;
  #calls = 0;
  #startedMs: number | null = null;

  spend(steps: number): void {
    this.#steps += steps;
    if (this.#steps > feelLimits.stepsMax) throw new FeelLimitError(`the expression takes more than ${feelLimits.stepsMax} steps`);
    this.#calls += 1;
    if (this.#calls % callsPerLook !== 0) return;
    this.#startedMs ??= processorMs();
    if (processorMs() - this.#startedMs > feelLimits.timeMsMax) throw new FeelLimitError(`the expression takes longer than ${feelLimits.timeMsMax} ms`);
  }
}

/** Evaluation is synchronous, so there is at most one under way; what it calls draws on the same budget. */
let current: Budget | null = null;

/** Evaluates within one budget. Throws FeelLimitError where `work` costs more, nests too deeply or builds something too large. */
export function withinLimits<T>(work: () => T): T {
  if (current) return work();
  current = new Budget();
  try {
    return work();
  } catch (error) {
    if (error instanceof RangeError && /call stack/.test(error.message)) throw new FeelLimitError('the expression nests too deeply');
    if (error instanceof RangeError && /Invalid (string|array) length/.test(error.message)) throw new FeelLimitError('the expression builds a value that is too large');
    throw error;
  } finally {
    current = null;
  }
}

/** Takes steps from the budget of the evaluation under way. */
export function spend(steps: number): void {
  current?.spend(steps);
}

/** Takes a step for every part of a value: a value made of shared parts can be far larger than what was done to make it. */
export function weigh(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const parts = Array.isArray(value) ? value : Object.values(value);
  spend(parts.length);
  for (const part of parts) weigh(part);
}
