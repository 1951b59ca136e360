const depositPrefix = 'deposit:';

/** The business id that a deposit's events, decisions and mint share. */
export function depositApplicationId(adviceId: string): string {
  return `${depositPrefix}${adviceId}`;
}

/** The advice behind a business id; null where it is an application's. */
export function adviceIdOf(applicationId: string): string | null {
  return applicationId.startsWith(depositPrefix) ? applicationId.slice(depositPrefix.length) : null;
}
