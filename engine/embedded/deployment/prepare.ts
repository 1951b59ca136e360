import { EngineError, type Resource } from '@gbc/engine';
import type { Decision } from '../decision/decision-model.ts';
import { readDmn } from '../decision/read-dmn.ts';
import { allElements, type ProcessModel } from '../model/process-model.ts';
import { readBpmn } from '../model/read-bpmn.ts';
import { checksum, invalid, resourceText } from '../model/resource-text.ts';

export interface PreparedForm {
  readonly formId: string;
  readonly versionTag: string | null;
}

/** A resource that was read and found good, with what it defines. */
export interface PreparedResource {
  readonly name: string;
  readonly content: string;
  readonly checksum: string;
  readonly processes: readonly ProcessModel[];
  readonly decisions: readonly Decision[];
  readonly forms: readonly PreparedForm[];
}

/** What a form-js schema says of itself. */
function readForm(resourceName: string, json: string): PreparedForm {
  let schema: unknown;
  try {
    schema = JSON.parse(json);
  } catch (error) {
    throw invalid(resourceName, `not JSON: ${(error as Error).message}`);
  }
  const { id, components, versionTag } = (schema ?? {}) as Record<string, unknown>;
  if (typeof id !== 'string' || id === '') throw invalid(resourceName, 'a form needs an id');
  if (!Array.isArray(components)) throw invalid(resourceName, 'a form needs components');
  if (versionTag !== undefined && typeof versionTag !== 'string') throw invalid(resourceName, 'the version tag is no text');
  return { formId: id, versionTag: versionTag || null };
}

async function prepareResource(resource: Resource): Promise<PreparedResource> {
  const { name } = resource;
  const content = resourceText(resource);
  const prepared = { name, content, checksum: checksum(resource.content), processes: [], decisions: [], forms: [] };
  if (name.endsWith('.bpmn')) return { ...prepared, processes: await readBpmn(name, content) };
  if (name.endsWith('.dmn')) return { ...prepared, decisions: Array.from((await readDmn(name, content)).decisions.values()) };
  if (name.endsWith('.form')) return { ...prepared, forms: [readForm(name, content)] };
  throw invalid(name, 'neither .bpmn nor .dmn nor .form');
}

function refuseTwice(what: string, ids: readonly string[]): void {
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new EngineError('INVALID_ARGUMENT', `${what} '${twice}' is in the deployment twice`);
}

/** Elements bound to a version of the same deployment must find it there; an id by expression is looked up when it runs. */
function refuseMissingBindings(resources: readonly PreparedResource[]): void {
  const formIds = new Set(resources.flatMap((resource) => resource.forms.map(({ formId }) => formId)));
  const processIds = new Set(resources.flatMap((resource) => resource.processes.map(({ processId }) => processId)));
  const decisionIds = new Set(resources.flatMap((resource) => resource.decisions.map(({ decisionId }) => decisionId)));
  for (const { name, processes } of resources) {
    for (const element of processes.flatMap((process) => allElements(process))) {
      const refuse = (what: string, id: string) => invalid(name, `element '${element.id}': ${what} '${id}' is not in this deployment`);
      const form = element.type === 'userTask' ? element.task.form : null;
      const decision = element.type === 'businessRuleTask' && element.call.kind === 'decision' ? element.call.decision : null;
      if (form?.binding === 'deployment' && form.formId.kind === 'static' && !formIds.has(form.formId.text)) throw refuse('form', form.formId.text);
      if (decision?.binding === 'deployment' && decision.decisionId.kind === 'static' && !decisionIds.has(decision.decisionId.text)) {
        throw refuse('decision', decision.decisionId.text);
      }
      const called = element.type === 'callActivity' && element.binding === 'deployment' ? element.calledProcessId : null;
      if (called?.kind === 'static' && !processIds.has(called.text)) throw refuse('process', called.text);
    }
  }
}

/** Reads and checks the resources of a deployment. INVALID_ARGUMENT names file, element and reason. */
export async function prepareDeployment(resources: readonly Resource[]): Promise<PreparedResource[]> {
  if (resources.length === 0) throw new EngineError('INVALID_ARGUMENT', 'a deployment needs a resource');
  refuseTwice('resource', resources.map(({ name }) => name));
  const prepared: PreparedResource[] = [];
  for (const resource of resources) {
    try {
      prepared.push(await prepareResource(resource));
    } catch (error) {
      throw error instanceof RangeError ? invalid(resource.name, 'nested too deeply') : error;
    }
  }
  refuseTwice('process', prepared.flatMap(({ processes }) => processes.map(({ processId }) => processId)));
  refuseTwice('decision', prepared.flatMap(({ decisions }) => decisions.map(({ decisionId }) => decisionId)));
  refuseTwice('form', prepared.flatMap(({ forms }) => forms.map(({ formId }) => formId)));
  refuseMissingBindings(prepared);
  return prepared;
}
