import type { Key } from '@gbc/engine';
import { readDmn } from '../decision/read-dmn.ts';
import { readBpmn } from '../model/read-bpmn.ts';
import type { EngineState } from '../state/engine-state.ts';
import type { Models } from '../transition/step.ts';

/** Compiles deployed files when they are first needed; old versions that nothing uses cost nothing. */
export class Compiler {
  readonly #state: EngineState;
  readonly models: Models = { processes: new Map(), decisions: new Map() };

  constructor(state: EngineState) {
    this.#state = state;
  }

  /** Makes sure that a process definition can run. */
  async process(processDefinitionKey: Key): Promise<void> {
    const definition = this.#state.processDefinitions.get(processDefinitionKey);
    if (definition && !this.models.processes.has(processDefinitionKey)) await this.#resource(definition.resourceKey);
  }

  /** Makes sure that a decision can be evaluated. */
  async decision(decisionKey: Key): Promise<void> {
    const decision = this.#state.decisions.get(decisionKey);
    if (decision && !this.models.decisions.has(decisionKey)) await this.#resource(decision.resourceKey);
  }

  /** Everything that a command without further notice can reach: newest versions, what runs, and what that is bound to. */
  async needed(): Promise<void> {
    const { processDefinitions, decisions, elementInstances } = this.#state;
    const running = new Set(Array.from(elementInstances.all(), ({ processDefinitionKey }) => processDefinitionKey));
    const deployments = new Set<Key>();
    for (const { processDefinitionKey, processId, deploymentKey } of processDefinitions.all()) {
      if (!running.has(processDefinitionKey) && this.#state.latestProcess(processId)?.processDefinitionKey !== processDefinitionKey) continue;
      deployments.add(deploymentKey);
      await this.process(processDefinitionKey);
    }
    for (const { decisionKey, decisionId, deploymentKey } of decisions.all()) {
      if (deployments.has(deploymentKey) || this.#state.latestDecision(decisionId)?.decisionKey === decisionKey) await this.decision(decisionKey);
    }
  }

  async #resource(resourceKey: Key): Promise<void> {
    const resource = this.#state.resources.get(resourceKey);
    if (!resource) throw new Error(`no resource ${resourceKey}`);
    const { name, content } = resource;
    const byId = <Row extends object>(rows: readonly Row[], id: (row: Row) => string) => new Map(rows.map((row) => [id(row), row]));
    const definitions = byId(this.#state.processDefinitions.by('resource', resourceKey), (row) => row.processId);
    const decisions = byId(this.#state.decisions.by('resource', resourceKey), (row) => row.decisionId);
    for (const model of definitions.size > 0 ? await readBpmn(name, content) : []) {
      const definition = definitions.get(model.processId);
      if (definition) this.models.processes.set(definition.processDefinitionKey, model);
    }
    for (const table of decisions.size > 0 ? await readDmn(name, content) : []) {
      const decision = decisions.get(table.decisionId);
      if (decision) this.models.decisions.set(decision.decisionKey, table);
    }
  }
}
