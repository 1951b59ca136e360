/** Whose money is followed: a project's, what an application was paid, or one lot. */
export type FlowScope = { readonly projectId: string } | { readonly applicationId: string } | { readonly lotId: string };

/** Which way of a lot or application's money is shown. */
export const directions = ['both', 'back', 'forward'] as const;
export type Direction = (typeof directions)[number];
