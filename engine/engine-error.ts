/** The gRPC status names that Zeebe answers with; both adapters use them, so a caller needs one table. */
export type EngineErrorCode =
  | 'INVALID_ARGUMENT'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'FAILED_PRECONDITION'
  | 'RESOURCE_EXHAUSTED'
  | 'UNIMPLEMENTED'
  | 'DEADLINE_EXCEEDED'
  | 'UNAVAILABLE'
  | 'INTERNAL';

/** A refused or failed engine command. `NOT_FOUND` and `FAILED_PRECONDITION` are final; `UNAVAILABLE`, `RESOURCE_EXHAUSTED` and `DEADLINE_EXCEEDED` may be tried again. */
export class EngineError extends Error {
  readonly code: EngineErrorCode;

  constructor(code: EngineErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'EngineError';
    this.code = code;
  }

  get mayRetry(): boolean {
    return this.code === 'UNAVAILABLE' || this.code === 'RESOURCE_EXHAUSTED' || this.code === 'DEADLINE_EXCEEDED';
  }
}
