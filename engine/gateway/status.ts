import { status, type StatusObject } from '@grpc/grpc-js';
import { EngineError, type EngineErrorCode } from '@gbc/engine';
import { BadRequest } from './bad-request.ts';

/** How Zeebe names the refusals of its engine; a code that is missing here is no refusal but trouble on the way to it. */
const rejectionTypes: Partial<Record<EngineErrorCode, string>> = {
  INVALID_ARGUMENT: 'INVALID_ARGUMENT',
  NOT_FOUND: 'NOT_FOUND',
  ALREADY_EXISTS: 'ALREADY_EXISTS',
  FAILED_PRECONDITION: 'INVALID_STATE',
};

/** The gRPC status of what went wrong; `intent` is Zeebe's name of the command. */
export function toStatus(error: unknown, intent: string): Pick<StatusObject, 'code' | 'details'> {
  if (error instanceof BadRequest) return { code: status.INVALID_ARGUMENT, details: error.message };
  if (!(error instanceof EngineError)) return { code: status.INTERNAL, details: `Unexpected error occurred during the request processing: ${(error as Error).message}` };
  const { code, message } = error;
  const rejectionType = rejectionTypes[code];
  return { code: status[code], details: rejectionType ? `Command '${intent}' rejected with code '${rejectionType}': ${message}` : message };
}
