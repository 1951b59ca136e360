/** What the engine needs of time. A test hands in a clock that it moves by hand. */
export interface Clock {
  now(): Date;
  /** Calls `wake` once, when `now()` has reached `at`; answers a function that takes it back. Left out, the system's timers are used. */
  wakeAt?(at: Date, wake: () => void): () => void;
}

/** Longer waits overflow the system's timer, so it wakes in between and looks again. */
const waitMsMax = 2 ** 31 - 1;

/** {@link Clock.wakeAt} of `clock`, or the system's timers measured against its `now()`. */
export function wakeAt(clock: Clock, at: Date, wake: () => void): () => void {
  if (clock.wakeAt) return clock.wakeAt(at, wake);
  let timer: NodeJS.Timeout;
  const arm = () => {
    const waitMs = at.getTime() - clock.now().getTime();
    timer = waitMs > waitMsMax ? setTimeout(arm, waitMsMax) : setTimeout(wake, Math.max(0, waitMs));
    timer.unref();
  };
  arm();
  return () => clearTimeout(timer);
}

/** The last moment that a date can tell. */
const timeMsMax = 8.64e15;

/** `ms` after `time`; what lies beyond all dates is the last of them. */
export const timeAfter = (time: Date, ms: number) => new Date(Math.min(time.getTime() + ms, timeMsMax));
