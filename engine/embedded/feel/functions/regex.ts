import { createContext, Script } from 'node:vm';
import { FeelLimitError, feelLimits } from '../limits.ts';

const supportedFlags = /^[smix]*$/;

/** A pattern in the common part of Java's and JavaScript's syntax; null where it is none. */
export function regex(pattern: unknown, flags: unknown, extra = ''): RegExp | null {
  if (typeof pattern !== 'string' || (flags !== undefined && flags !== null && (typeof flags !== 'string' || !supportedFlags.test(flags)))) return null;
  const asked = new Set(typeof flags === 'string' ? flags : '');
  const source = asked.delete('x') ? pattern.replace(/\s+/g, '') : pattern;
  try {
    return new RegExp(source, `u${[...asked].join('')}${extra}`);
  } catch {
    return null;
  }
}

const sandbox = createContext({ work: null });
const script = new Script('work()');
const workMax = 1_000_000;

/** Backtracking is at most (length)^(unbounded quantifiers + 1) as long as no group is repeated and nothing refers back. */
function isCheap({ source }: RegExp, length: number): boolean {
  if (/\)[*+{]|\\[1-9k]/.test(source)) return false;
  const unbounded = source.match(/[*+]|,\}/g)?.length ?? 0;
  return length ** (unbounded + 1) <= workMax;
}

/** Runs a match that may backtrack without end under V8's own time limit, which costs half a millisecond; others run at once. */
export function matching<T>(pattern: RegExp, input: string, work: () => T): T {
  if (isCheap(pattern, input.length)) return work();
  sandbox['work'] = work;
  try {
    return script.runInContext(sandbox, { timeout: feelLimits.timeMsMax }) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT') throw new FeelLimitError(`the pattern takes longer than ${feelLimits.timeMsMax} ms`);
    throw error;
  } finally {
    sandbox['work'] = null;
  }
}
