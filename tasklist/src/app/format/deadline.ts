export interface Deadline {
  /** Working days left, whole; 0 means it ends today. */
  workingDays: number;
  isLate: boolean;
}

const dayMs = 86_400_000;
const shanghaiOffsetMs = 8 * 3_600_000;

/** Midnight of the instant's Shanghai day, on a scale where weekdays can be read with `getUTCDay`. */
function shanghaiDay(instantMs: number): number {
  return Math.floor((instantMs + shanghaiOffsetMs) / dayMs) * dayMs;
}

/**
 * How many working days are left until a deadline, Monday to Friday. Public holidays and make-up days are the server's
 * to know: it sets the deadline; this only counts down to it.
 */
export function deadlineOf(dueAt: string, now: Date): Deadline {
  const dueMs = Date.parse(dueAt);
  const isLate = dueMs < now.getTime();
  let workingDays = 0;
  const [from, to] = isLate ? [dueMs, now.getTime()] : [now.getTime(), dueMs];
  for (let day = shanghaiDay(from) + dayMs; day <= shanghaiDay(to); day += dayMs) {
    const weekday = new Date(day).getUTCDay();
    if (weekday !== 0 && weekday !== 6) workingDays++;
  }
  return { workingDays, isLate };
}
