import { EngineError } from '@gbc/engine';
import { deploymentTimeoutMs, type Connection } from './connection.ts';
import { isCode } from './engine-error.ts';

const decisionId = 'gbc-data-set';
/** For so long an answer of the engine counts: none is stopped and started again within it. */
const confirmedForMs = 1_000;

const marker = (id: string) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="gbc-data-set-file" name="gbc-data-set" namespace="http://camunda.org/schema/1.0/dmn">
  <decision id="${decisionId}" name="${decisionId}">
    <literalExpression><text>"${id}"</text></literalExpression>
  </decision>
</definitions>
`;

export interface DataSetOptions {
  readonly connection: Connection;
  readonly newId: () => string;
  /** Told when another data set stands behind the address than before: the engine was started empty, or set back. */
  readonly onReplaced: (engineId: string) => void;
}

/**
 * Which data set stands behind an address. Keys repeat on an engine that was started empty, so a command that names one is sent only
 * to the engine that gave it out. The name is kept in the engine itself, as a decision: it is lost when the engine's data are.
 */
export class DataSet {
  readonly #options: DataSetOptions;
  #id = '';
  #confirmedAtMs = Number.NEGATIVE_INFINITY;
  #asking: Promise<string> | undefined;

  constructor(options: DataSetOptions) {
    this.#options = options;
  }

  get id(): string {
    return this.#id;
  }

  /** The name of the data set that answers now. Throws EngineError where none does. */
  confirm(): Promise<string> {
    if (performance.now() - this.#confirmedAtMs < confirmedForMs) return Promise.resolve(this.#id);
    this.#asking ??= this.#ask().finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  /** Throws EngineError NOT_FOUND where the keys of `engineId` mean nothing (any more) to the engine that answers. */
  async mustBe(engineId: string): Promise<void> {
    if ((await this.confirm()) !== engineId) throw new EngineError('NOT_FOUND', `the engine holds another data set than ${engineId}`);
  }

  async #ask(): Promise<string> {
    const askedAtMs = performance.now();
    const id = (await this.#read()) ?? (await this.#mark());
    const isReplaced = this.#id !== '' && this.#id !== id;
    this.#id = id;
    this.#confirmedAtMs = askedAtMs;
    if (isReplaced) this.#options.onReplaced(id);
    return id;
  }

  async #read(): Promise<string | undefined> {
    try {
      const { decisionOutput } = await this.#options.connection.command('EvaluateDecision', (client) => client.evaluateDecision({ decisionId, variables: {} }), { repeatable: true });
      return JSON.parse(String(decisionOutput)) as string;
    } catch (error) {
      if (isCode(error, 'NOT_FOUND', 'INVALID_ARGUMENT')) return undefined;
      throw error;
    }
  }

  async #mark(): Promise<string> {
    const id = this.#options.newId();
    await this.#options.connection.command('DeployResource', (client) => client.deployResource({ name: 'gbc-data-set.dmn', decision: Buffer.from(marker(id)) }), { repeatable: true, timeoutMs: deploymentTimeoutMs });
    return id;
  }
}
