/** Milliseconds of an ISO 8601 duration of days and less. */
export function durationMs(text: string): number {
  const [whole, days = 0, hours = 0, minutes = 0, seconds = 0] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?)?$/.exec(text) ?? [];
  if (whole === undefined || whole.length < 3) throw new Error(`not a duration: ${text}`);
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}
