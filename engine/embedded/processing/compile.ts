import type { Key } from '@gbc/engine';
import type { Decision } from '../decision/decision-model.ts';
import { readDmn } from '../decision/read-dmn.ts';
import type { ProcessModel } from '../model/process-model.ts';
import { readBpmn } from '../model/read-bpmn.ts';
import type { EngineState } from '../state/engine-state.ts';
import type { Models } from '../transition/step.ts';
import { ModelCache } from './model-cache.ts';

/** Compiles deployed files when they are needed, so that a start and old versions cost nothing. */
export class Compiler {
  readonly #state: EngineState;
  readonly #processes = new ModelCache<ProcessModel>();
  readonly #decisions = new ModelCache<Decision>();
  readonly models: Models = { processes: this.#processes, decisions: this.#decisions };

  constructor(state: EngineState) {
    this.#state = state;
  }

  /** Compiles a process definition or a decision. It throws where the file is not what it was deployed as. */
  async compile(definitionKey: Key): Promise<void> {
    const { processDefinitions, decisions, resources } = this.#state;
    const process = processDefinitions.get(definitionKey);
    const decision = decisions.get(definitionKey);
    const resource = resources.get((process ?? decision)?.resourceKey ?? '');
    if (!resource) throw new Error(`no definition ${definitionKey}`);
    const { name, content } = resource;
    if (process) this.#processes.set(definitionKey, named(await readBpmn(name, content), (model) => model.processId === process.processId));
    if (decision) this.#decisions.set(definitionKey, named(Array.from((await readDmn(name, content)).decisions.values()), (model) => model.decisionId === decision.decisionId));
  }
}

function named<Model>(models: readonly Model[], isIt: (model: Model) => boolean): Model {
  const model = models.find(isIt);
  if (!model) throw new Error('a resource lacks a definition that was deployed with it');
  return model;
}
