const bpmnNamespace = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
const zeebeNamespace = 'http://camunda.org/schema/zeebe/1.0';

/** Where a job-based copy keeps the priority, which job-based user tasks don't have. */
export const priorityHeader = 'priority';

/** Inside of a tag, up to its `>`; quoted values may hold one. */
const inTag = `(?:"[^"]*"|'[^']*'|[^>"'])*?`;

/** `prefix:` of a namespace as the file binds it; empty for the default namespace. */
function prefixOf(xml: string, namespace: string): string | undefined {
  const match = new RegExp(`xmlns(?::([\\w.-]+))?\\s*=\\s*["']${namespace}["']`).exec(xml);
  return match ? (match[1] === undefined ? '' : `${match[1]}:`) : undefined;
}

/** `<name .../>` or `<name ...>...</name>`. */
const elementPattern = (name: string) => new RegExp(`<${name}(?=[\\s/>])${inTag}(?:/>|>[\\s\\S]*?</${name}\\s*>)`, 'g');

/** Puts a header among the task's headers, or makes a place for it. */
function withHeader(task: string, zeebe: string, key: string, value: string): string {
  const header = `<${zeebe}header key="${key}" value="${value}" />`;
  const headers = new RegExp(`<${zeebe}taskHeaders${inTag}(?<!/)>`);
  if (headers.test(task)) return task.replace(headers, (opening) => opening + header);
  return task.replace(/<((?:[\w.-]+:)?extensionElements)>/, (opening) => `${opening}<${zeebe}taskHeaders>${header}</${zeebe}taskHeaders>`);
}

function toJobBased(task: string, zeebe: string): string {
  const native = elementPattern(`${zeebe}userTask`);
  if (!native.test(task)) return task;
  const priority = elementPattern(`${zeebe}priorityDefinition`);
  const value = new RegExp(`<${zeebe}priorityDefinition\\s${inTag}priority\\s*=\\s*["']([^"']*)["']`).exec(task)?.[1];
  const copy = task.replace(native, '').replace(priority, '');
  return value === undefined ? copy : withHeader(copy, zeebe, priorityHeader, value);
}

/**
 * A copy of a BPMN file in which native user tasks (`zeebe:userTask`) are job-based, for a Zeebe that offers only gRPC, which
 * can't complete native ones. The priority as it is written in the model is carried in a task header. All else stays byte for byte.
 */
export function jobBasedCopy(xml: string): string {
  const bpmn = prefixOf(xml, bpmnNamespace);
  const zeebe = prefixOf(xml, zeebeNamespace);
  if (bpmn === undefined || zeebe === undefined) return xml;
  return xml.replace(elementPattern(`${bpmn}userTask`), (task) => toJobBased(task, zeebe));
}
