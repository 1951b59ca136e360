import { bpmnFile, tag } from '@gbc/engine/behaviour';
import { elementXml } from './element-text.ts';
import type { BodyText, ElementText, ProcessText } from './notation.ts';
import { escapeText, extensionElements, RootElements } from './xml.ts';

interface Flow {
  readonly source: string;
  readonly target: string;
  readonly condition: string | undefined;
  readonly isDefault: boolean;
}

function readPath(line: string): Flow[] {
  const [, path = '', condition, isDefault] = /^(.*?)(?: if (.*)| (default))?$/s.exec(line.trim()) ?? [];
  const ids = path.split('->').map((id) => id.trim());
  if (ids.length < 2 || ids.some((id) => !/^[\w-]+$/.test(id))) throw new Error(`not a path of elements: ${line}`);
  return ids.slice(1).map((target, index) => {
    const isLast = index === ids.length - 2;
    return { source: ids[index] as string, target, condition: isLast ? condition : undefined, isDefault: isLast && isDefault !== undefined };
  });
}

/** The id of each flow: `source_target`, numbered where two lead the same way. */
function namedFlows(flows: readonly Flow[]): (Flow & { readonly id: string })[] {
  const count = new Map<string, number>();
  return flows.map((flow) => {
    const name = `${flow.source}_${flow.target}`;
    const nth = (count.get(name) ?? 0) + 1;
    count.set(name, nth);
    return { ...flow, id: nth === 1 ? name : `${name}_${nth}` };
  });
}

function undescribed(id: string): ElementText {
  if (id.startsWith('start')) return { start: true };
  return id.startsWith('end') ? { end: true } : { service: id };
}

/** The elements and flows inside a process or subprocess. */
export function bodyXml({ flow = [], elements = {} }: BodyText, roots: RootElements): string {
  const flows = namedFlows(flow.flatMap(readPath));
  const ids = new Set([...flows.flatMap(({ source, target }) => [source, target]), ...Object.keys(elements)]);
  const defaults = new Map(flows.filter(({ isDefault }) => isDefault).map(({ source, id }) => [source, id]));
  const flowTags = (id: string) => [
    ...flows.filter(({ target }) => target === id).map((flow) => tag('bpmn:incoming', {}, flow.id)),
    ...flows.filter(({ source }) => source === id).map((flow) => tag('bpmn:outgoing', {}, flow.id)),
  ].join('');
  const elementsXml = [...ids].map((id) => elementXml(id, elements[id] ?? undescribed(id), { roots, defaultFlow: defaults.get(id), flowTags: flowTags(id), bodyXml }));
  const flowsXml = flows.map(({ id, source, target, condition }) => tag('bpmn:sequenceFlow', { id, sourceRef: source, targetRef: target },
    condition === undefined ? '' : tag('bpmn:conditionExpression', { 'xsi:type': 'bpmn:tFormalExpression' }, escapeText(`=${condition}`))));
  return elementsXml.join('') + flowsXml.join('');
}

/** A BPMN file with one process. Names of messages and signals get `namePrefix`, so that scenarios can share an engine. */
export function processXml(processId: string, process: ProcessText, namePrefix: string): string {
  const roots = new RootElements(namePrefix);
  const { versionTag, listeners } = process;
  const body = extensionElements(listeners ? { listeners } : {}, versionTag === undefined ? '' : tag('zeebe:versionTag', { value: versionTag })) + bodyXml(process, roots);
  return bpmnFile(processId, body, roots.xml());
}
