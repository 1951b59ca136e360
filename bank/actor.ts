import type { Actor } from '@gbc/events';

/** Deposits are taken in and matched by rule; a person then checks the match. */
export const bankActor: Actor = { kind: 'system', name: 'bank' };
