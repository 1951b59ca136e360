import { EngineError, type ProcessInstance } from '@gbc/engine';
import { waitMsOf } from '../duration.ts';
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

function creationOf(context: CallContext, request: CreateProcessInstanceRequest) {
  const variables = parseVariables(request.variables);
  if (request.runtimeInstructions.length > 0) throw new EngineError('UNIMPLEMENTED', 'The embedded engine does not support runtimeInstructions');
  return { ...definitionOf(context, request), variables, startInstructions: request.startInstructions, tags: request.tags };
}

const toCreated = ({ processInstanceKey, processDefinitionKey, processId, version }: ProcessInstance, tags: readonly string[]) =>
  ({ processDefinitionKey, bpmnProcessId: processId, version, processInstanceKey, tenantId: defaultTenantId, tags: [...new Set(tags)] });

interface CreateWithResultRequest {
  readonly request: CreateProcessInstanceRequest | null;
  /** '0' or less takes the default. */
  readonly requestTimeout: string;
  readonly fetchVariables: readonly string[];
}

/** How long a call waits for the end of its instance that doesn't say. */
const resultWaitMsDefault = 15_000;

async function createWithResult(context: CallContext, { request, requestTimeout, fetchVariables }: CreateWithResultRequest) {
  if (!request) throw new EngineError('INVALID_ARGUMENT', 'Expected a process to create an instance of, but none given');
  const waitMs = waitMsOf(requestTimeout.startsWith('-') ? '0' : requestTimeout, resultWaitMsDefault);
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new EngineError('DEADLINE_EXCEEDED', `Time out between gateway and broker: the instance did not complete within ${waitMs} ms`)), waitMs);
  try {
    const created = await Promise.race([context.engine.createInstanceWithResult({ ...creationOf(context, request), fetchVariables }), late.promise]);
    return { ...toCreated(created, request.tags), variables: JSON.stringify(created.variables) };
  } finally {
    clearTimeout(timer);
  }
}

interface ModifyProcessInstanceRequest {
  readonly processInstanceKey: string;
  readonly activateInstructions: readonly {
    readonly elementId: string;
    /** '0': the engine finds the scope. */
    readonly ancestorElementInstanceKey: string;
    readonly variableInstructions: readonly { readonly scopeId: string; readonly variables: string }[];
  }[];
  readonly terminateInstructions: readonly { readonly elementInstanceKey: string }[];
}

const toModification = ({ processInstanceKey, activateInstructions, terminateInstructions }: ModifyProcessInstanceRequest) => ({
  processInstanceKey,
  activate: activateInstructions.map(({ elementId, ancestorElementInstanceKey, variableInstructions }) => ({
    elementId,
    ...(ancestorElementInstanceKey === '0' ? {} : { ancestorElementInstanceKey }),
    variableInstructions: variableInstructions.map(({ scopeId, variables }) => ({ ...(scopeId === '' ? {} : { scopeId }), variables: parseVariables(variables) })),
  })),
  terminate: terminateInstructions,
});

interface SetVariablesRequest {
  readonly elementInstanceKey: string;
  readonly variables: string;
  readonly local: boolean;
}

/** Commands on running instances. */
export const processInstanceCalls = {
  CreateProcessInstance: unary('CREATE', async (context, request: CreateProcessInstanceRequest) => toCreated(await context.engine.createInstance(creationOf(context, request)), request.tags)),

  CreateProcessInstanceWithResult: unary('CREATE_WITH_AWAITING_RESULT', createWithResult),

  ModifyProcessInstance: unary('MODIFY', async ({ engine }, request: ModifyProcessInstanceRequest) => {
    await engine.modifyInstance(toModification(request));
    return {};
  }),

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
