import type { EngineCommands } from '../engine-commands.ts';

/** What a call needs besides its request. */
export interface CallContext {
  readonly engine: EngineCommands;
  /** Where the gateway listens. */
  readonly address: { readonly host: string; readonly port: number };
  /** Aborted when the gateway closes: what waits ends. */
  readonly closing: AbortSignal;
}

/** A call with one request and one answer. */
export interface UnaryCall<Request, Response> {
  /** Zeebe's name of the command, which its refusals begin with. */
  readonly intent: string;
  readonly answer: (context: CallContext, request: Request) => Promise<Response>;
}

export const unary = <Request, Response>(intent: string, answer: UnaryCall<Request, Response>['answer']): UnaryCall<Request, Response> => ({ intent, answer });
