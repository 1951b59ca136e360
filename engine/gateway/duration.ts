/** The longest that a timer can wait. */
const timerMsMax = 2 ** 31 - 1;

/** A wait in ms from int64 text; `otherwise` where a client leaves it at 0. */
export const waitMsOf = (text: string, otherwise: number) => Math.min(Number(text) || otherwise, timerMsMax);
