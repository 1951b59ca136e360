import { EngineError } from '@gbc/engine';
import { parseVariables } from '../json.ts';
import { defaultTenantId } from '../protocol.ts';
import { type CallContext, unary } from './call.ts';

interface CreateProcessInstanceRequest {
  /** '0' where an id is given instead. */
  readonly processDefinitionKey: string;
  readonly bpmnProcessId: string;
  readonly version: number;
  readonly variables: string;
  readonly startInstructions: readonly { readonly elementId: string }[];
  readonly runtimeInstructions: readonly object[];
  readonly tags: readonly string[];
}

const newestVersion = -1;

/** The definition by its key, or by id with a version. */
function definitionOf({ engine }: CallContext, { processDefinitionKey, bpmnProcessId, version }: CreateProcessInstanceRequest) {
  if (bpmnProcessId !== '') return { processId: bpmnProcessId, ...(version === newestVersion ? {} : { version }) };
  const definition = engine.processDefinition(processDefinitionKey);
  if (!definition) throw new EngineError('NOT_FOUND', `Expected to find process definition with key '${processDefinitionKey}', but none found`);
  return definition;
}

function refuseUnsupported({ startInstructions, runtimeInstructions, tags }: CreateProcessInstanceRequest): void {
  const [what] = Object.entries({ startInstructions, runtimeInstructions, tags }).find(([, given]) => given.length > 0) ?? [];
  if (what !== undefined) throw new EngineError('UNIMPLEMENTED', `${what} are not supported`);
}

async function createInstance(context: CallContext, request: CreateProcessInstanceRequest) {
  const variables = parseVariables(request.variables);
  refuseUnsupported(request);
  const { processInstanceKey, processDefinitionKey, processId, version } = await context.engine.createInstance({ ...definitionOf(context, request), variables });
  return { processDefinitionKey, bpmnProcessId: processId, version, processInstanceKey, tenantId: defaultTenantId };
}

interface SetVariablesRequest {
  readonly elementInstanceKey: string;
  readonly variables: string;
  readonly local: boolean;
}

/** Commands on running instances. */
export const processInstanceCalls = {
  CreateProcessInstance: unary('CREATE', createInstance),

  CancelProcessInstance: unary('CANCEL', async ({ engine }, { processInstanceKey }: { processInstanceKey: string }) => {
    await engine.cancelInstance(processInstanceKey);
    return {};
  }),

  SetVariables: unary('UPDATE', async ({ engine }, { elementInstanceKey, variables, local }: SetVariablesRequest) => {
    await engine.setVariables(elementInstanceKey, parseVariables(variables), { local });
    return { key: elementInstanceKey };
  }),

  ResolveIncident: unary('RESOLVE', async ({ engine }, { incidentKey }: { incidentKey: string }) => {
    await engine.resolveIncident(incidentKey);
    return {};
  }),
};
