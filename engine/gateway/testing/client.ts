import { Client, credentials, type ServiceError } from '@grpc/grpc-js';
import { gatewayService } from '../protocol.ts';

/** A refusal as a client sees it. */
export type Refusal = Pick<ServiceError, 'code' | 'details'>;

type Answer = Readonly<Record<string, unknown>>;

/** A bare client of the protocol for tests: nothing between the test and the wire but the proto file. */
export class TestClient {
  readonly #client: Client;

  constructor(port: number) {
    this.#client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), { 'grpc.max_send_message_length': -1 });
  }

  /** Sends one request; rejects with the status. */
  call<Response = Answer>(name: string, request: object = {}): Promise<Response> {
    const { path, requestSerialize, responseDeserialize } = methodOf(name);
    return new Promise((resolve, reject) => {
      this.#client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, (error, response) => (error ? reject(error) : resolve(response as Response)));
    });
  }

  /** Opens a stream of answers. */
  open(name: string, request: object) {
    const { path, requestSerialize, responseDeserialize } = methodOf(name);
    return this.#client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, request);
  }

  /** One long poll: its jobs, or the status it ended with. */
  async activate<Job = Answer>(request: object): Promise<Job[]> {
    const jobs: Job[] = [];
    for await (const batch of this.open('ActivateJobs', { worker: 'test', timeout: 60_000, maxJobsToActivate: 100, requestTimeout: -1, ...request })) {
      jobs.push(...(batch as { jobs: Job[] }).jobs);
    }
    return jobs;
  }

  /** The status that a call is refused with. */
  async refusal(name: string, request: object): Promise<Refusal> {
    try {
      await (name === 'ActivateJobs' ? this.activate(request) : this.call(name, request));
    } catch (error) {
      const { code, details } = error as Refusal;
      return { code, details };
    }
    throw new Error(`${name} was not refused`);
  }

  close(): void {
    this.#client.close();
  }
}

function methodOf(name: string) {
  const method = gatewayService[name];
  if (!method) throw new Error(`no call ${name}`);
  return method;
}
