import { Camunda8 } from '@camunda8/sdk';
import { EngineError, type EngineErrorCode } from '@gbc/engine';

export type RestClient = ReturnType<Camunda8['getCamundaRestClient']>;

/** A client of the REST interface at this address; the sign-in is read from the SDK's own variables, as for gRPC. */
export function openRest(address: string): RestClient {
  const isSignIn = process.env['CAMUNDA_AUTH_STRATEGY'] !== undefined || process.env['ZEEBE_CLIENT_ID'] !== undefined;
  return new Camunda8({ ZEEBE_REST_ADDRESS: address, ...(isSignIn ? {} : { CAMUNDA_AUTH_STRATEGY: 'NONE' as const }), CAMUNDA_LOG_LEVEL: 'none' }).getCamundaRestClient();
}

/** HTTP statuses as the port tells them. 409: the thing is in no state for it now, which for a task under way passes by itself. */
const codes: Readonly<Record<number, EngineErrorCode>> = { 400: 'INVALID_ARGUMENT', 404: 'NOT_FOUND', 409: 'UNAVAILABLE', 501: 'UNIMPLEMENTED', 504: 'DEADLINE_EXCEEDED' };

/** A failure of a REST call as the port tells it: one without an answer, or of the sign-in, may be tried again. */
export function toRestError(error: unknown): EngineError {
  if (error instanceof EngineError) return error;
  const { response, statusCode, message } = error as { response?: { statusCode?: number; body?: unknown }; statusCode?: number; message?: string };
  const status = response?.statusCode ?? statusCode;
  const said = typeof response?.body === 'string' && response.body ? response.body.slice(0, 500) : (message ?? String(error));
  return new EngineError((status !== undefined && codes[status]) || 'UNAVAILABLE', said, { cause: error });
}

/** A call of the REST interface. Throws EngineError. */
export async function overRest<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw toRestError(error);
  }
}
