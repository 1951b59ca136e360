import { join } from 'node:path';
import { type Client, credentials, loadPackageDefinition, type ServiceError, status } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const protoFile = join(import.meta.dirname, '..', 'gateway', 'gateway.proto');
const callTimeoutMs = 60_000;

/** A message as plain data: int64 as decimal text, enums by name. */
export type Message = Readonly<Record<string, unknown>>;

type Unary = (request: Message, options: { deadline: number }, done: (error: ServiceError | null, response: Message) => void) => void;
type Streaming = (request: Message, options: { deadline: number }) => NodeJS.EventEmitter;
type GatewayService = new (address: string, channelCredentials: ReturnType<typeof credentials.createInsecure>) => Client & Record<string, Unary & Streaming>;

const loaded = loadPackageDefinition(loadSync(protoFile, { longs: String, enums: String, defaults: true, keepCase: false })) as unknown as {
  gateway_protocol: { Gateway: GatewayService };
};

/** A call that was answered with a status other than OK. */
export class CallRefused extends Error {
  /** The status by its gRPC name. */
  readonly status: string;

  constructor(error: ServiceError) {
    super(error.details, { cause: error });
    this.name = 'CallRefused';
    this.status = status[error.code] ?? String(error.code);
  }
}

/** A client of Zeebe's gRPC protocol with nothing of its own: no retries, no workers. Every call may throw CallRefused. */
export class GatewayClient {
  readonly #client: InstanceType<GatewayService>;

  constructor(address: string) {
    this.#client = new loaded.gateway_protocol.Gateway(address, credentials.createInsecure());
  }

  call(method: string, request: Message): Promise<Message> {
    return new Promise((resolve, reject) => {
      this.#client[method]?.(request, { deadline: Date.now() + callTimeoutMs }, (error, response) => (error ? reject(new CallRefused(error)) : resolve(response)));
    });
  }

  /** Every message of a call that answers with a stream, once it has ended. */
  all(method: string, request: Message): Promise<Message[]> {
    return new Promise((resolve, reject) => {
      const messages: Message[] = [];
      this.#client[method]?.(request, { deadline: Date.now() + callTimeoutMs })
        .on('data', (message: Message) => messages.push(message))
        .on('error', (error: ServiceError) => reject(new CallRefused(error)))
        .on('end', () => resolve(messages));
    });
  }

  close(): void {
    this.#client.close();
  }
}
