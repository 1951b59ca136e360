import { evaluateString } from '../feel/expression.ts';
import type { FeelScope } from '../feel/evaluate.ts';
import { ProcessFailure } from '../failure.ts';
import { cronTimeAfter } from './cron.ts';
import { addDuration, parseIsoDuration } from './iso-duration.ts';
import type { TimerDefinition } from './process-model.ts';

/** When a timer fires first, and how it goes on. */
export interface TimerSchedule {
  readonly dueAt: Date;
  /** -1 without end. */
  readonly repetitions: number;
  /** ISO 8601 duration between two times, or a cron expression; null where it fires once. */
  readonly interval: string | null;
}

const zoned = /(Z|[+-]\d\d:?\d\d)(\[[^\]]+\])?$/i;
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

/** An ISO 8601 date and time with a zone or offset; undefined for any other text. */
export function parseDateTime(text: string): Date | undefined {
  const plain = text.replace(/\[[^\]]+\]$/, '').replace(/@UTC$/, 'Z');
  if (!dateTime.test(plain) || !zoned.test(plain)) return undefined;
  const date = new Date(plain);
  return Number.isNaN(date.getTime()) ? undefined : date;
}

const notBefore = (time: Date, now: Date) => (time < now ? now : time);

/** `R[n]/[start/]duration`, or a cron expression. */
function scheduleCycle(text: string, now: Date): TimerSchedule | undefined {
  if (!text.startsWith('R')) {
    const dueAt = cronTimeAfter(text, now);
    return dueAt && { dueAt, repetitions: -1, interval: text };
  }
  const match = /^R(\d*)\/(?:([^/]+)\/)?([^/]+)$/.exec(text);
  if (!match) return undefined;
  const [, count, startText, interval = ''] = match;
  const duration = parseIsoDuration(interval);
  const start = startText === undefined ? undefined : parseDateTime(startText);
  if (!duration || (startText !== undefined && !start)) return undefined;
  const advances = duration.months > 0 || (duration.months === 0 && duration.milliseconds > 0);
  const repetitions = count === '' ? -1 : Number(count);
  if (!advances) return undefined;
  return { dueAt: start ? notBefore(start, now) : addDuration(now, duration), repetitions, interval };
}

/** Reads the value of a timer: an ISO 8601 date and time, a duration, or a cycle. Undefined where it is none. */
export function schedule(kind: TimerDefinition['kind'], text: string, now: Date): TimerSchedule | undefined {
  if (kind === 'cycle') return scheduleCycle(text, now);
  if (kind === 'duration') {
    const duration = parseIsoDuration(text);
    return duration && { dueAt: addDuration(now, duration), repetitions: 1, interval: null };
  }
  const dueAt = parseDateTime(text);
  return dueAt && { dueAt, repetitions: 1, interval: null };
}

/** Evaluates a timer for an instance that it starts to wait on now. */
export function evaluateTimer(timer: TimerDefinition, scope: FeelScope): TimerSchedule {
  const text = evaluateString(timer.value, scope);
  const result = schedule(timer.kind, text, scope.now);
  if (!result || Number.isNaN(result.dueAt.getTime())) throw new ProcessFailure('EXTRACT_VALUE_ERROR', `Invalid timer ${timer.kind} '${text}'`);
  return result;
}

/** When a cycle fires after `last` has fired: an interval counts from when that was due, but never leads into the past; cron counts from now. */
export function nextSchedule(last: Pick<TimerSchedule, 'dueAt' | 'repetitions'>, cycle: TimerSchedule, now: Date): TimerSchedule {
  const { interval } = cycle;
  const duration = parseIsoDuration(interval ?? '');
  if (!duration) return { ...cycle, dueAt: cronTimeAfter(interval ?? '', now) ?? cycle.dueAt };
  return { dueAt: notBefore(addDuration(last.dueAt, duration), now), repetitions: last.repetitions === -1 ? -1 : last.repetitions - 1, interval };
}
