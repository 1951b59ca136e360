import type { Deployment } from '@gbc/engine';
import { defaultTenantId } from '../protocol.ts';
import { unary } from './call.ts';

const toProcess = ({ processId, version, processDefinitionKey, resourceName }: Deployment['processes'][number]) =>
  ({ bpmnProcessId: processId, version, processDefinitionKey, resourceName, tenantId: defaultTenantId });

const toDecision = ({ decisionId, name, version, decisionKey, decisionRequirementsId, decisionRequirementsKey }: Deployment['decisions'][number]) => ({
  dmnDecisionId: decisionId, dmnDecisionName: name, version, decisionKey,
  dmnDecisionRequirementsId: decisionRequirementsId, decisionRequirementsKey, tenantId: defaultTenantId,
});

const toRequirements = ({ decisionRequirementsId, name, version, decisionRequirementsKey, resourceName }: Deployment['decisionRequirements'][number]) => ({
  dmnDecisionRequirementsId: decisionRequirementsId, dmnDecisionRequirementsName: name, version, decisionRequirementsKey, resourceName, tenantId: defaultTenantId,
});

const toForm = ({ formId, version, formKey, resourceName }: Deployment['forms'][number]) => ({ formId, version, formKey, resourceName, tenantId: defaultTenantId });

/** Deployments of models, tables and forms. */
export const deploymentCalls = {
  DeployResource: unary('CREATE', async ({ engine }, { resources }: { resources: readonly { readonly name: string; readonly content: Uint8Array }[] }) => {
    const { deploymentKey, processes, decisions, decisionRequirements, forms } = await engine.deploy(resources);
    const deployments = [
      ...processes.map((process) => ({ process: toProcess(process) })),
      ...decisions.map((decision) => ({ decision: toDecision(decision) })),
      ...decisionRequirements.map((requirements) => ({ decisionRequirements: toRequirements(requirements) })),
      ...forms.map((form) => ({ form: toForm(form) })),
    ];
    return { key: deploymentKey, deployments, tenantId: defaultTenantId };
  }),

  DeployProcess: unary('CREATE', async ({ engine }, { processes }: { processes: readonly { readonly name: string; readonly definition: Uint8Array }[] }) => {
    const { deploymentKey, processes: deployed } = await engine.deploy(processes.map(({ name, definition }) => ({ name, content: definition })));
    return { key: deploymentKey, processes: deployed.map(toProcess) };
  }),

  DeleteResource: unary('DELETE', async ({ engine }, { resourceKey }: { resourceKey: string }) => {
    await engine.deleteResource(resourceKey);
    return {};
  }),
};
