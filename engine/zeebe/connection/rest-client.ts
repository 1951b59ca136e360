import { Camunda8 } from '@camunda8/sdk';
import { EngineError, type EngineErrorCode } from '@gbc/engine';

const timeoutMs = 20_000;

/** HTTP statuses as the port tells them. 409: the thing is in no state for it now, which for a task under way passes by itself. */
const codes: Readonly<Record<number, EngineErrorCode>> = { 400: 'INVALID_ARGUMENT', 404: 'NOT_FOUND', 409: 'UNAVAILABLE', 429: 'RESOURCE_EXHAUSTED', 501: 'UNIMPLEMENTED', 504: 'DEADLINE_EXCEEDED' };

/** A cluster's REST v2 interface, as far as it is used. */
export interface RestClient {
  /** @param path below `/v2/`. Throws EngineError; one without an answer, or of the sign-in, may be tried again. */
  post(path: string, body: object): Promise<unknown>;
}

/**
 * The REST interface at this address, signed in as for gRPC by the SDK's own variables. The SDK's own client leaves rejections behind that nobody
 * handles when the server is away, so the calls are made by `fetch`; a CA of one's own is believed by `NODE_EXTRA_CA_CERTS`.
 */
export function openRest(address: string): RestClient {
  const isSignIn = process.env['CAMUNDA_AUTH_STRATEGY'] !== undefined || process.env['ZEEBE_CLIENT_ID'] !== undefined;
  const sdk = new Camunda8({ ZEEBE_REST_ADDRESS: address, ...(isSignIn ? {} : { CAMUNDA_AUTH_STRATEGY: 'NONE' as const }), CAMUNDA_LOG_LEVEL: 'none' }).getCamundaRestClient();

  async function send(path: string, body: object): Promise<Response> {
    try {
      const headers = { ...(await sdk['getHeaders']()), 'content-type': 'application/json', accept: 'application/json' } as Record<string, string>;
      return await fetch(new URL(`v2/${path}`, `${address.replace(/\/$/, '')}/`), { method: 'POST', headers, body: JSON.stringify(body), signal: AbortSignal.timeout(timeoutMs) });
    } catch (error) {
      throw new EngineError('UNAVAILABLE', `the REST interface does not answer: ${(error as Error).message}`, { cause: error });
    }
  }

  return {
    async post(path, body) {
      const response = await send(path, body);
      const text = await response.text();
      if (!response.ok) throw new EngineError(codes[response.status] ?? 'UNAVAILABLE', text.slice(0, 500) || response.statusText);
      return text ? (JSON.parse(text) as unknown) : undefined;
    },
  };
}
