const dayParts = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Asia/Shanghai',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

function shanghaiParts(instant: Date): Record<string, string> {
  return Object.fromEntries(dayParts.formatToParts(instant).map((part) => [part.type, part.value]));
}

/** An instant as `2026-11-22 16:45`, in Shanghai wherever the reader is. */
export function formatMinute(iso: string): string {
  const part = shanghaiParts(new Date(iso));
  return `${part['year']}-${part['month']}-${part['day']} ${part['hour']}:${part['minute']}`;
}

/** An instant as `2026-11-22 16:45:07`, in Shanghai. */
export function formatSecond(iso: string): string {
  return `${formatMinute(iso)}:${shanghaiParts(new Date(iso))['second']}`;
}

/** The day in Shanghai, `2026-11-22`. */
export function formatDay(iso: string): string {
  return formatMinute(iso).slice(0, 10);
}

const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** How long ago (or how far ahead) an instant is, in words: `3 分钟前`. */
export function formatAge(iso: string, now: Date, language: string): string {
  const seconds = Math.round((Date.parse(iso) - now.getTime()) / 1000);
  const format = new Intl.RelativeTimeFormat(language, { numeric: 'auto' });
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return format.format(seconds, 'second');
}

/** {@link formatAge} of something that has happened: the screen's clock goes by steps and may be behind it, which is no future. */
export function formatPastAge(iso: string, now: Date, language: string): string {
  return formatAge(new Date(Math.min(Date.parse(iso), now.getTime())).toISOString(), now, language);
}
