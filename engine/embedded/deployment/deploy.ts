import type { DeployedDecision, Deployment, Key } from '@gbc/engine';
import type { EngineState } from '../state/engine-state.ts';
import { closeStartEvents, openStartEvents } from '../transition/start-event.ts';
import type { Step } from '../transition/step.ts';
import type { PreparedResource } from './prepare.ts';

interface Versioned {
  readonly version: number;
  readonly resourceKey: Key;
}

/** The newest versions of what a resource defines; undefined stands for a thing that is not there yet. */
function latestOf(state: EngineState, { processes, decisions, forms }: PreparedResource): (Versioned | undefined)[] {
  return [
    ...processes.map(({ processId }) => state.latestProcess(processId)),
    ...decisions.map(({ decisionId }) => state.latestDecision(decisionId)),
    ...forms.map(({ formId }) => state.latestForm(formId)),
  ];
}

/** True where the newest versions all come from a resource of the same name and content. */
function isDuplicate(state: EngineState, resource: PreparedResource): boolean {
  return latestOf(state, resource).every((latest) => {
    const deployed = latest && state.resources.get(latest.resourceKey);
    return deployed?.name === resource.name && deployed.checksum === resource.checksum;
  });
}

/** A version tag where there is one. */
const tagged = (versionTag: string | null) => (versionTag === null ? {} : { versionTag });
/** One more than was ever given. */
const next = (latest: Versioned | undefined, deleted: number) => Math.max(latest?.version ?? 0, deleted) + 1;

function create(step: Step, deploymentKey: Key, resource: PreparedResource): void {
  const { state, context: { models }, now } = step;
  const { name, content, checksum } = resource;
  const resourceKey = step.newKey();
  step.emit({ valueType: 'RESOURCE', intent: 'CREATED', value: { resourceKey, deploymentKey, name, checksum, content, deployedAt: now } });
  const common = { deploymentKey, resourceKey };
  for (const model of resource.processes) {
    const { processId } = model;
    const processDefinitionKey = step.newKey();
    const before = state.latestProcess(processId);
    const value = { processDefinitionKey, processId, version: next(before, state.deletedVersion('process', processId)), ...tagged(model.versionTag), ...common };
    models.processes.set(processDefinitionKey, model);
    step.emit({ valueType: 'PROCESS', intent: 'CREATED', value });
    if (before) closeStartEvents(step, before.processDefinitionKey);
    openStartEvents(step, value);
  }
  for (const decision of resource.decisions) {
    const { decisionId } = decision;
    const decisionKey = step.newKey();
    const version = next(state.latestDecision(decisionId), state.deletedVersion('decision', decisionId));
    models.decisions.set(decisionKey, decision);
    step.emit({ valueType: 'DECISION', intent: 'CREATED', value: { decisionKey, decisionId, version, ...tagged(decision.versionTag), ...common } });
  }
  for (const { formId, versionTag } of resource.forms) {
    const version = next(state.latestForm(formId), state.deletedVersion('form', formId));
    step.emit({ valueType: 'FORM', intent: 'CREATED', value: { formKey: step.newKey(), formId, version, ...tagged(versionTag), ...common } });
  }
}

const found = <T>(row: T | undefined) => row as T;

function describeDecisions(state: EngineState, { name: resourceName, decisions }: PreparedResource): DeployedDecision[] {
  return decisions.map(({ decisionId, name, requirements: { requirementsId: decisionRequirementsId } }) => {
    const { version, decisionKey, resourceKey: decisionRequirementsKey } = found(state.latestDecision(decisionId));
    return { decisionId, name, version, decisionKey, decisionRequirementsId, decisionRequirementsKey, resourceName };
  });
}

/** What the newest versions of the deployed things are now. */
function describe(state: EngineState, deploymentKey: Key, resources: readonly PreparedResource[], duplicate: boolean): Deployment {
  return {
    deploymentKey,
    processes: resources.flatMap(({ name: resourceName, processes }) => processes.map(({ processId }) => {
      const { version, processDefinitionKey } = found(state.latestProcess(processId));
      return { processId, version, processDefinitionKey, resourceName, duplicate };
    })),
    decisions: resources.flatMap((resource) => describeDecisions(state, resource)),
    decisionRequirements: resources.flatMap((resource) => {
      const [first] = describeDecisions(state, resource);
      if (!first) return [];
      const { version, decisionRequirementsId, decisionRequirementsKey, resourceName } = first;
      return [{ decisionRequirementsId, name: resource.decisions[0]?.requirements.name ?? '', version, decisionRequirementsKey, resourceName }];
    }),
    forms: resources.flatMap(({ name: resourceName, forms }) => forms.map(({ formId }) => {
      const { version, formKey } = found(state.latestForm(formId));
      return { formId, version, formKey, resourceName };
    })),
  };
}

/**
 * Deploys prepared resources. Where all are what is deployed already, nothing is new; else all get new versions, so that
 * what is bound to its deployment finds the rest of it.
 */
export function deploy(step: Step, resources: readonly PreparedResource[]): Deployment {
  const deploymentKey = step.newKey();
  const duplicate = resources.every((resource) => isDuplicate(step.state, resource));
  if (!duplicate) for (const resource of resources) create(step, deploymentKey, resource);
  return describe(step.state, deploymentKey, resources, duplicate);
}
