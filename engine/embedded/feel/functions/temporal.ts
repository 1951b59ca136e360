import { dateAndTime, duration, FeelDate, FeelDateTime, FeelDuration, parseDate } from 'feelin';
import { noteUnrepeatable } from '../reads.ts';
import { type Builtins, named } from './signature.ts';

const isDay = (value: unknown): value is FeelDate | FeelDateTime => value instanceof FeelDate || value instanceof FeelDateTime;

function lastDayOfMonth(date: unknown): unknown {
  if (!isDay(date)) return null;
  return parseDate(new Date(Date.UTC(date.year, date.month, 0)).toISOString().slice(0, 10));
}

/** Whole months between two days; what is left over in days does not count. */
function yearsAndMonths(from: unknown, to: unknown): unknown {
  if (!isDay(from) || !isDay(to)) return null;
  const dateOf = (value: FeelDate | FeelDateTime) => (value instanceof FeelDate ? value.unwrap() : value.unwrap().toPlainDate());
  const { years, months, sign } = dateOf(from).until(dateOf(to), { largestUnit: 'year' });
  return duration(`${sign < 0 ? '-' : ''}P${Math.abs(years)}Y${Math.abs(months)}M`);
}

/** The text of a timer that repeats: `cycle(3, duration("PT1H"))`, or without end `cycle(duration("PT1H"))`. */
function cycle(first: unknown, second: unknown): string | null {
  const [repetitions, interval] = second instanceof FeelDuration ? [first, second] : [null, first];
  return interval instanceof FeelDuration ? `R${typeof repetitions === 'number' ? repetitions : ''}/${interval.iso}` : null;
}

/** The time of the evaluation under way; compiled expressions outlive it. */
let evaluationTime = new Date(0);
let evaluationText = evaluationTime.toISOString();

/** The time as text. */
function tellTime(): string {
  noteUnrepeatable();
  return evaluationText;
}

/** Sets what `now()` and `today()` tell: the engine's clock, in UTC. */
export function setEvaluationTime(now: Date): void {
  if (now.getTime() === evaluationTime.getTime()) return;
  evaluationTime = now;
  evaluationText = now.toISOString();
}

export const temporalFunctions: Builtins = {
  now: named([], () => dateAndTime(tellTime())),
  today: named([], () => parseDate(tellTime().slice(0, 10))),
  'last day of month': named(['date'], lastDayOfMonth),
  cycle: named(['repetitions', 'interval'], cycle),
  'years and months duration': named(['from', 'to'], yearsAndMonths),
};
