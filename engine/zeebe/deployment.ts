import { type Deployment, EngineError, type Resource } from '@gbc/engine';
import { sizeBytesMax } from './connection/document.ts';
import { deployedCopy } from './model/deployed-copy.ts';
import type { ListenerSet } from './model/listener-matrix.ts';
import type { DeployedResource } from './steps/resources.ts';

/** The parts of the SDK's answer that are read. */
export interface SdkDeployment {
  readonly key: string;
  readonly deployments: readonly {
    readonly process?: { bpmnProcessId: string; version: number; processDefinitionKey: string; resourceName: string } | null;
    readonly decision?: { dmnDecisionId: string; dmnDecisionName: string; version: number; decisionKey: string; dmnDecisionRequirementsId: string; decisionRequirementsKey: string } | null;
    readonly decisionRequirements?: { dmnDecisionRequirementsId: string; dmnDecisionRequirementsName: string; version: number; decisionRequirementsKey: string; resourceName: string } | null;
    readonly form?: { formId: string; version: number; formKey: string; resourceName: string } | null;
  }[];
}

/** The files as the engine is given them. INVALID_ARGUMENT: one is over 4 MiB. */
export async function resourcesToDeploy(resources: readonly Resource[], listeners: ListenerSet, tasks: { readonly keepsNativeTasks: boolean }): Promise<Resource[]> {
  const tooLarge = resources.find(({ content }) => content.byteLength > sizeBytesMax);
  if (tooLarge) throw new EngineError('INVALID_ARGUMENT', `${tooLarge.name} is larger than ${sizeBytesMax} bytes`);
  return Promise.all(resources.map(async ({ name, content }) => {
    if (!name.endsWith('.bpmn')) return { name, content };
    return { name, content: new TextEncoder().encode(await deployedCopy(new TextDecoder().decode(content), listeners, tasks)) };
  }));
}

/** As the SDK wants a file: its kind told by its end. */
export function sdkResource({ name, content }: Resource) {
  const bytes = Buffer.from(content);
  if (name.endsWith('.dmn')) return { name, decision: bytes };
  return name.endsWith('.form') ? { name, form: bytes } : { name, process: bytes };
}

/**
 * @param files as they were deployed
 * @param isKnown whether this key was deployed before: Zeebe answers the same content with the version it has
 */
export function readDeployment({ key, deployments }: SdkDeployment, files: readonly Resource[], isKnown: (key: string) => boolean): Deployment {
  const contentOf = (resourceName: string) => files.find(({ name }) => name === resourceName)?.content ?? new Uint8Array();
  const requirements = deployments.flatMap(({ decisionRequirements: it }) => (it ? [it] : []));
  const fileOf = (requirementsKey: string) => requirements.find(({ decisionRequirementsKey }) => decisionRequirementsKey === requirementsKey)?.resourceName ?? '';
  return {
    deploymentKey: key,
    processes: deployments.flatMap(({ process: it }) => (it ? [{ processId: it.bpmnProcessId, version: it.version, processDefinitionKey: it.processDefinitionKey, resourceName: it.resourceName, duplicate: isKnown(it.processDefinitionKey), deployedContent: contentOf(it.resourceName) }] : [])),
    decisions: deployments.flatMap(({ decision: it }) => (it ? [{
      decisionId: it.dmnDecisionId, name: it.dmnDecisionName, version: it.version, decisionKey: it.decisionKey,
      decisionRequirementsId: it.dmnDecisionRequirementsId, decisionRequirementsKey: it.decisionRequirementsKey, resourceName: fileOf(it.decisionRequirementsKey),
    }] : [])),
    decisionRequirements: requirements.map((it) => ({
      decisionRequirementsId: it.dmnDecisionRequirementsId, name: it.dmnDecisionRequirementsName, version: it.version, decisionRequirementsKey: it.decisionRequirementsKey, resourceName: it.resourceName,
    })),
    forms: deployments.flatMap(({ form: it }) => (it ? [{ formId: it.formId, version: it.version, formKey: it.formKey, resourceName: it.resourceName }] : [])),
  };
}

/** What is kept of a deployment: files whose content is asked for later. */
export function resourcesToKeep(deployment: Deployment, files: readonly Resource[]): DeployedResource[] {
  const contentOf = (resourceName: string) => new TextDecoder().decode(files.find(({ name }) => name === resourceName)?.content);
  return [
    ...deployment.processes.map((it): DeployedResource => ({ key: it.processDefinitionKey, kind: 'process', id: it.processId, version: it.version, content: contentOf(it.resourceName) })),
    ...deployment.forms.map((it): DeployedResource => ({ key: it.formKey, kind: 'form', id: it.formId, version: it.version, content: contentOf(it.resourceName) })),
  ];
}
