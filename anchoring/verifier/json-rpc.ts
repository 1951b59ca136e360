/** The node answered with an error of its own; `code` is JSON-RPC's, and asking again gives the same. */
export class JsonRpcError extends Error {
  readonly code: number;

  constructor(method: string, code: number, message: string) {
    super(`${method}: ${message}`);
    this.name = 'JsonRpcError';
    this.code = code;
  }
}

/** One call to an EVM node; what it answers is the caller's to check. */
export type JsonRpc = (method: string, params: readonly unknown[]) => Promise<unknown>;

/**
 * JSON-RPC 2.0 over HTTP. A call throws JsonRpcError where the node refuses it, and another error where the node
 * can't be reached, is too slow (default 10 s) or answers nonsense.
 */
export function openJsonRpc(url: string, options: { readonly timeoutMs?: number } = {}): JsonRpc {
  let lastId = 0;
  return async (method, params) => {
    const id = (lastId += 1);
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ jsonrpc: '2.0', id, method, params }),
      signal: AbortSignal.timeout(options.timeoutMs ?? 10_000),
    });
    const answer = (await response.json()) as { id?: unknown; result?: unknown; error?: { code: number; message: string } };
    if (answer.error) throw new JsonRpcError(method, answer.error.code, answer.error.message);
    if (answer.id !== id || answer.result === undefined) throw new Error(`${method}: the node's answer is no JSON-RPC`);
    return answer.result;
  };
}
