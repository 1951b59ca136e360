import type { Key } from '@gbc/engine';
import type { Binding } from '../model/process-model.ts';
import type { Step } from './step.ts';

interface Bindable {
  readonly version: number;
  readonly versionTag?: string;
  readonly deploymentKey: Key;
}

const isMeant = (row: Bindable, binding: Binding, deploymentKey: Key | undefined) =>
  binding === 'latest' || (binding === 'deployment' ? row.deploymentKey === deploymentKey : row.versionTag === binding.versionTag);

/** The version of a process, decision or form that a binding means, seen from a process definition; undefined where there is none. */
export function findBound<Row extends Bindable>(step: Step, rows: readonly Row[], binding: Binding, processDefinitionKey: Key): Row | undefined {
  const deploymentKey = step.state.processDefinitions.get(processDefinitionKey)?.deploymentKey;
  const meant = rows.filter((row) => isMeant(row, binding, deploymentKey));
  return meant.reduce<Row | undefined>((found, row) => (found && found.version > row.version ? found : row), undefined);
}

/** Which version was looked for, for the message of an incident. */
export function describeBinding(binding: Binding): string {
  if (binding === 'latest') return '';
  return binding === 'deployment' ? ' in the deployment of the current process' : ` with version tag '${binding.versionTag}'`;
}
