import type { BoundaryEvent, Element, ProcessElement, ProcessModel, SequenceFlow } from './process-model.ts';
import { buildElement } from './build-element.ts';
import { ElementReader } from './build-context.ts';
import type { NodeParts } from './element-parts.ts';
import { readListeners } from './execution-listeners.ts';
import { readMappings } from './extension-elements.ts';
import { checkElement } from './check-element.ts';
import { checkScope, type ScopeParts, type ScopeType } from './check-scope.ts';
import { refuseEndlessLoops } from './endless-loop.ts';
import { children, child, text, type XmlElement } from './xml-element.ts';

/** Drawn, but without meaning for the run. */
const annotations = new Set(['bpmn:TextAnnotation', 'bpmn:Association', 'bpmn:Group', 'bpmn:DataObject', 'bpmn:DataObjectReference', 'bpmn:DataStoreReference']);
const processExtensions = ['zeebe:UserTaskForm', 'zeebe:Properties', 'zeebe:VersionTag'];

interface Builder {
  readonly resourceName: string;
  readonly elements: Map<string, Element>;
}

function buildFlow(resourceName: string, element: XmlElement, ids: ReadonlySet<string>): SequenceFlow {
  const reader = new ElementReader(resourceName, element);
  reader.allowExtensions(['zeebe:Properties']);
  if (reader.extension('zeebe:ExecutionListeners')) throw reader.refuse('a sequence flow has no execution listeners');
  const sourceId = child(element, 'sourceRef')?.id;
  const targetId = child(element, 'targetRef')?.id;
  if (!sourceId || !targetId) throw reader.refuse('sequence flow without source or target');
  if (!ids.has(sourceId) || !ids.has(targetId)) throw reader.refuse('sequence flow crosses the border of a subprocess or process');
  const condition = child(element, 'conditionExpression');
  const body = condition && text(condition, 'body')?.trim();
  if (condition && !body) throw reader.refuse('empty condition');
  const expression = body ? reader.parse(body, 'condition') : null;
  if (expression?.kind === 'static') throw reader.refuse(`condition '${body}' must be a FEEL expression that begins with '='`);
  return { id: reader.id, sourceId, targetId, condition: expression };
}

/** Boundary events before their hosts, event-based gateways after the events they lead to. */
function buildOrder({ $type }: XmlElement): number {
  if ($type === 'bpmn:BoundaryEvent') return 0;
  return $type === 'bpmn:EventBasedGateway' ? 2 : 1;
}

/** Catching link events by the name of their link. */
function readLinkTargets(resourceName: string, nodes: readonly XmlElement[]): Map<string, string> {
  const targets = new Map<string, string>();
  for (const node of nodes.filter(({ $type }) => $type === 'bpmn:IntermediateCatchEvent')) {
    const reader = new ElementReader(resourceName, node);
    const link = children(node, 'eventDefinitions').find(({ $type }) => $type === 'bpmn:LinkEventDefinition');
    if (!link) continue;
    const name = text(link, 'name');
    if (!name) throw reader.refuse('a link needs a name');
    if (targets.has(name)) throw reader.refuse(`link '${name}' is caught twice`);
    targets.set(name, reader.id);
  }
  return targets;
}

function scopeTypeOf(element: XmlElement): ScopeType {
  if (element.$type === 'bpmn:Process') return 'process';
  return element.get('triggeredByEvent') === true ? 'eventSubProcess' : 'subProcess';
}

/** Builds the elements of a process or subprocess and everything inside. */
function buildScope(builder: Builder, scope: ElementReader): ScopeParts {
  const { resourceName } = builder;
  const scopeType = scopeTypeOf(scope.element);
  const drawn = children(scope.element, 'flowElements');
  const nodes = drawn.filter(({ $type }) => $type !== 'bpmn:SequenceFlow' && !annotations.has($type));
  const ids = new Set(nodes.map((node) => new ElementReader(resourceName, node).id));
  const flows = drawn.filter(({ $type }) => $type === 'bpmn:SequenceFlow').map((flow) => buildFlow(resourceName, flow, ids));
  // Zeebe walks a file from its end: of two flows that leave an element, the later one is looked at and taken first.
  const outgoing = Map.groupBy(flows.toReversed(), ({ sourceId }) => sourceId);
  const incoming = Map.groupBy(flows, ({ targetId }) => targetId);
  const linkTargets = readLinkTargets(resourceName, nodes);
  const boundaryEvents = new Map<string, BoundaryEvent[]>(); // in the order of flows, for the same reason
  const build = (node: XmlElement) => {
    const reader = new ElementReader(resourceName, node);
    if (builder.elements.has(reader.id)) throw reader.refuse('the id is used twice');
    const parts: NodeParts = {
      scopeId: scope.id,
      incoming: incoming.get(reader.id) ?? [],
      outgoing: outgoing.get(reader.id) ?? [],
      boundaryEvents: boundaryEvents.get(reader.id) ?? [],
      scopeType,
      linkTargets,
      elements: builder.elements,
      inside: node.$type === 'bpmn:SubProcess' ? buildScope(builder, reader) : null,
    };
    const element = buildElement(reader, parts);
    checkElement(reader, element);
    builder.elements.set(reader.id, element);
    if (element.type === 'boundaryEvent') boundaryEvents.set(element.attachedToId, [element, ...(boundaryEvents.get(element.attachedToId) ?? [])]);
  };
  nodes.toSorted((a, b) => buildOrder(a) - buildOrder(b)).forEach(build);
  return checkScope(scope, scopeType, nodes.map(({ id }) => builder.elements.get(id as string) as Element), builder.elements);
}

/** Checks one process and makes it ready to run. INVALID_ARGUMENT names the element and the reason. */
export function buildProcess(resourceName: string, process: XmlElement): ProcessModel {
  const reader = new ElementReader(resourceName, process);
  reader.allowExtensions(processExtensions);
  const builder: Builder = { resourceName, elements: new Map() };
  const inside = buildScope(builder, reader);
  const root: ProcessElement = {
    type: 'process', id: reader.id, name: text(process, 'name') ?? reader.id, scopeId: null, incoming: [], outgoing: [],
    ...readMappings(reader), ...readListeners(reader), boundaryEvents: [], ...inside,
  };
  if (builder.elements.has(root.id)) throw reader.refuse('the id is used twice');
  builder.elements.set(root.id, root);
  refuseEndlessLoops(resourceName, builder.elements);
  const versionTag = reader.extension('zeebe:VersionTag');
  return { processId: root.id, versionTag: (versionTag && text(versionTag, 'value')) ?? null, root, elements: builder.elements };
}
