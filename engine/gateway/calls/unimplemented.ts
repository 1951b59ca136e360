import { EngineError } from '@gbc/engine';
import { unary } from './call.ts';

const refuse = (intent: string, reason: string) => unary(intent, () => Promise.reject(new EngineError('UNIMPLEMENTED', reason)));

/** Calls of the protocol that this engine does not answer. */
export const unimplementedCalls = {
  MigrateProcessInstance: refuse('MIGRATE', 'The embedded engine does not migrate instances: let them end on their version, or cancel them and start them anew'),
};
