import { EngineError, type EngineErrorCode } from '@gbc/engine';

/** gRPC's status codes by number. CANCELLED and the two of sign-in say nothing of the command: it may be tried again. */
const codes: Readonly<Record<number, EngineErrorCode>> = {
  1: 'UNAVAILABLE',
  3: 'INVALID_ARGUMENT',
  4: 'DEADLINE_EXCEEDED',
  5: 'NOT_FOUND',
  6: 'ALREADY_EXISTS',
  7: 'UNAVAILABLE',
  8: 'RESOURCE_EXHAUSTED',
  9: 'FAILED_PRECONDITION',
  12: 'UNIMPLEMENTED',
  14: 'UNAVAILABLE',
  16: 'UNAVAILABLE',
};

/** A failure of the client as the port tells it. */
export function toEngineError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const { code, details, message } = error as { code?: unknown; details?: string; message?: string };
  return new EngineError((typeof code === 'number' && codes[code]) || 'INTERNAL', details || message || String(error), { cause: error });
}

export const isCode = (error: unknown, ...wanted: EngineErrorCode[]): boolean => error instanceof EngineError && wanted.includes(error.code);
