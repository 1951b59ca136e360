import type { Actor } from '@gbc/events';

/** The ledger acts by rule; who allowed it stands in the decisions that its events name. */
export const ledgerActor: Actor = { kind: 'system', name: 'ledger' };
