import type { Difference } from './trace.ts';

/** A kind of difference that is meant, with its reason. The run fails on every other. */
interface KnownDifference {
  readonly is: (scenario: string, difference: Difference) => boolean;
  readonly reason: string;
}

const linesOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
const count = (lines: readonly string[], line: string) => lines.filter((it) => it === line).length;

/** True where all that ours has beyond Zeebe's are ends of elements that were entered and not left in the same step there. */
function endsWhatZeebeForgets({ part, zeebe, ours }: Difference): boolean {
  if (part !== 'elements') return false;
  const [real, own] = [linesOf(zeebe), linesOf(ours)];
  const more = [...new Set([...real, ...own])].filter((line) => count(real, line) !== count(own, line));
  return more.every((line) => {
    const element = line.replace(': terminated ', ': ');
    const of = (what: string) => count(real, element.replace(': ', `: ${what} `));
    const ended = count(own, line) - count(real, line);
    return element !== line && ended > 0 && of('completed') > 0 && of('entered') - of('completed') - of('terminated') === ended;
  });
}

const knownDifferences: readonly KnownDifference[] = [
  {
    is: (scenario, { step, part }) => scenario === 'with-result-cancelled' && step.startsWith('3. ') && part === 'results',
    reason: 'Zeebe leaves who waits for the result of a cancelled instance without an answer until the call’s own time is over; ours says at once that there will be none',
  },
  {
    is: (_, { failure }) => Boolean(failure),
    reason: 'Zeebe fails of an exception of its own and takes the command back; ours goes on',
  },
  {
    is: (_, difference) => endsWhatZeebeForgets(difference),
    reason: 'a multi-instance body has enough while the rest of its items begin: Zeebe completes it and forgets those, which stay for ever; ours ends them with it',
  },
];

/** The reason why a difference is meant, if it is. */
export function reasonOf(scenario: string, difference: Difference): string | undefined {
  return knownDifferences.find(({ is }) => is(scenario, difference))?.reason;
}
