import { type handleServerStreamingCall, type handleUnaryCall, Server, ServerCredentials, status } from '@grpc/grpc-js';
import { activateJobs, type ActivateJobsRequest } from './calls/activate-jobs.ts';
import type { CallContext, UnaryCall } from './calls/call.ts';
import { decisionCalls } from './calls/decisions.ts';
import { deploymentCalls } from './calls/deployments.ts';
import { jobCalls } from './calls/jobs.ts';
import { messageCalls } from './calls/messages.ts';
import { processInstanceCalls } from './calls/process-instances.ts';
import { streamActivatedJobs, type StreamActivatedJobsRequest } from './calls/stream-activated-jobs.ts';
import { topologyCalls } from './calls/topology.ts';
import { unimplementedCalls } from './calls/unimplemented.ts';
import type { EngineCommands } from './engine-commands.ts';
import { gatewayService, messageSizeBytesMax } from './protocol.ts';
import { toStatus } from './status.ts';
import { refuseOtherTenants } from './tenants.ts';

export interface GatewayOptions {
  readonly engine: EngineCommands;
  /** Default 127.0.0.1: the protocol knows no sign-in here, so whoever reaches the port commands the engine. */
  readonly host?: string;
  /** 0 takes any free one. */
  readonly port: number;
  /** Calls in hand at once, waiting ones included; more are refused, so that a flood takes no more memory than this. Default 20,000. */
  readonly callsMax?: number;
}

export interface Gateway {
  readonly port: number;
  /** Takes no new calls, ends the waiting ones, and answers when those in hand are answered. */
  close(): Promise<void>;
}

const callsMaxDefault = 20_000;
/** A client that doesn't take its answer is cut off after this long. */
const closePatienceMs = 1_000;

const unaryCalls = { ...deploymentCalls, ...processInstanceCalls, ...jobCalls, ...decisionCalls, ...messageCalls, ...topologyCalls, ...unimplementedCalls };

/** Counts calls in hand. */
class Admission {
  readonly #callsMax: number;
  #calls = 0;

  constructor(callsMax: number) {
    this.#callsMax = callsMax;
  }

  get refusal() {
    return { code: status.RESOURCE_EXHAUSTED, details: `Reached maximum capacity of requests handled (${this.#callsMax})` };
  }

  /** False where there are too many calls; else `leave` must follow. */
  enter(): boolean {
    if (this.#calls >= this.#callsMax) return false;
    this.#calls += 1;
    return true;
  }

  leave(): void {
    this.#calls -= 1;
  }
}

function handleUnary(context: CallContext, admission: Admission, name: string, { intent, answer }: UnaryCall<never, object>): handleUnaryCall<never, object> {
  return (call, callback) => {
    if (!admission.enter()) return callback(admission.refusal);
    // What is thrown at once, by a request that makes no sense, is a refusal too.
    Promise.resolve().then(() => {
      refuseOtherTenants(name, call.request);
      return answer(context, call.request);
    })
      .then((response) => callback(null, response), (error: unknown) => callback(toStatus(error, intent)))
      .finally(() => admission.leave());
  };
}

function handleStreaming<Request>(context: CallContext, admission: Admission, serve: (context: CallContext, call: Parameters<handleServerStreamingCall<Request, object>>[0]) => void): handleServerStreamingCall<Request, object> {
  return (call) => {
    if (!admission.enter()) return void call.emit('error', admission.refusal);
    call.once('close', () => admission.leave());
    serve(context, call);
  };
}

function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(`${host}:${port}`, ServerCredentials.createInsecure(), (error, bound) => (error ? reject(error) : resolve(bound)));
  });
}

/**
 * Serves the Zeebe gateway protocol for an engine, so that Zeebe's own clients and workers can drive it.
 * Rejects where the port is taken.
 */
export async function openGateway({ engine, host = '127.0.0.1', port, callsMax = callsMaxDefault }: GatewayOptions): Promise<Gateway> {
  const server = new Server({ 'grpc.max_receive_message_length': messageSizeBytesMax, 'grpc.max_send_message_length': -1 });
  const address = { host, port };
  const closing = new AbortController();
  const context: CallContext = { engine, address, closing: closing.signal };
  const admission = new Admission(callsMax);
  server.addService(gatewayService, {
    ...Object.fromEntries(Object.entries(unaryCalls).map(([name, call]) => [name, handleUnary(context, admission, name, call as UnaryCall<never, object>)])),
    ActivateJobs: handleStreaming<ActivateJobsRequest>(context, admission, (at, call) => void activateJobs(at, call)),
    StreamActivatedJobs: handleStreaming<StreamActivatedJobsRequest>(context, admission, streamActivatedJobs),
  });
  address.port = await listen(server, host, port);
  return {
    port: address.port,
    close: () => new Promise((resolve) => {
      closing.abort();
      const force = setTimeout(() => server.forceShutdown(), closePatienceMs);
      server.tryShutdown(() => {
        clearTimeout(force);
        resolve();
      });
    }),
  };
}
