export const oldestMajor: number;
export function installingVersion(env: Record<string, string | undefined>, own: string): string;
export function complaintAbout(version: string): string | undefined;
