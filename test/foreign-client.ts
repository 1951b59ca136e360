import { join } from 'node:path';
import { Client, credentials, type ServiceDefinition, type ServiceError } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const ourProto = join(import.meta.dirname, '..', 'engine', 'gateway', 'gateway.proto');

interface ForeignClientOptions {
  readonly port: number;
  readonly userAgent: string;
  /** Each call ends after this long. */
  readonly deadlineMs: number;
  /** The proto file that the client is made of; ours where none is given. */
  readonly protoPath?: string;
}

/** Sends the calls of a client that can't be run here, or of one made of another's proto file. */
export class ForeignClient {
  readonly #client: Client;
  readonly #service: ServiceDefinition;
  readonly #deadlineMs: number;

  constructor({ port, userAgent, deadlineMs, protoPath = ourProto }: ForeignClientOptions) {
    const definition = loadSync(protoPath, { keepCase: true, longs: String, enums: String, defaults: true });
    this.#service = definition['gateway_protocol.Gateway'] as ServiceDefinition;
    this.#client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), { 'grpc.primary_user_agent': userAgent, 'grpc.keepalive_time_ms': 45_000 });
    this.#deadlineMs = deadlineMs;
  }

  call(name: string, request: object): Promise<Record<string, unknown>> {
    const { path, requestSerialize, responseDeserialize } = this.#method(name);
    const done = Promise.withResolvers<Record<string, unknown>>();
    const callback = (error: ServiceError | null, response: unknown) => (error ? done.reject(error) : done.resolve(response as Record<string, unknown>));
    this.#client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, { deadline: Date.now() + this.#deadlineMs }, callback);
    return done.promise;
  }

  /** The jobs of one poll. */
  async stream(name: string, request: object): Promise<unknown[]> {
    const { path, requestSerialize, responseDeserialize } = this.#method(name);
    const call = this.#client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, request, { deadline: Date.now() + this.#deadlineMs });
    const jobs: unknown[] = [];
    for await (const batch of call) jobs.push(...(batch as { jobs: unknown[] }).jobs);
    return jobs;
  }

  close(): void {
    this.#client.close();
  }

  #method(name: string) {
    const method = this.#service[name];
    if (!method) throw new Error(`no call ${name}`);
    return method;
  }
}
