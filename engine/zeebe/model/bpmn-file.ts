import { BpmnModdle } from 'bpmn-moddle';
import zeebePackage from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };

export const moddle = new BpmnModdle({ zeebe: zeebePackage });

/** An element of a BPMN file as moddle reads it. */
export interface BpmnElement {
  readonly $type: string;
  readonly id: string;
  readonly name?: string;
  readonly isExecutable?: boolean;
  readonly $parent?: BpmnElement;
  readonly flowElements?: readonly BpmnElement[];
  readonly rootElements?: readonly BpmnElement[];
  readonly sourceRef?: BpmnElement;
  readonly targetRef?: BpmnElement;
  readonly attachedToRef?: BpmnElement;
  readonly cancelActivity?: boolean;
  readonly isInterrupting?: boolean;
  readonly triggeredByEvent?: boolean;
  readonly eventDefinitions?: readonly BpmnElement[];
  extensionElements?: { values?: Extension[] };
}

/** An extension element, its attributes as they are written. */
export interface Extension {
  readonly $type: string;
  $parent?: unknown;
  readonly formId?: string;
  readonly formKey?: string;
  readonly externalReference?: string;
  readonly priority?: string;
  readonly values?: { key: string; value: string }[];
  readonly listeners?: object[];
  readonly inputParameters?: object[];
  readonly outputParameters?: object[];
}

/** Reads a file; undefined where it is no BPMN, or more than BPMN, which is then the engine's to refuse. */
export async function readBpmn(xml: string): Promise<BpmnElement | undefined> {
  try {
    const { rootElement, warnings } = await moddle.fromXML(xml);
    if (warnings.length > 0) return undefined;
    return rootElement as unknown as BpmnElement;
  } catch {
    return undefined;
  }
}

export const executableProcesses = (definitions: BpmnElement): BpmnElement[] =>
  (definitions.rootElements ?? []).filter(({ $type, isExecutable }) => $type === 'bpmn:Process' && isExecutable === true);

/** All flow nodes and sequence flows of a process or subprocess, inner ones too. */
export function* flowElements(scope: BpmnElement): Generator<BpmnElement> {
  for (const element of scope.flowElements ?? []) {
    yield element;
    yield* flowElements(element);
  }
}

export const extensionOf = (element: BpmnElement, type: string): Extension | undefined => element.extensionElements?.values?.find(({ $type }) => $type === type);

export const definesEvent = (element: BpmnElement, type: string): boolean => (element.eventDefinitions ?? []).some(({ $type }) => $type === type);

/** True for an event that an event-based gateway waits for. */
export const isAwaitedByGateway = (element: BpmnElement): boolean =>
  (element.$parent?.flowElements ?? []).some(({ $type, sourceRef, targetRef }) => $type === 'bpmn:SequenceFlow' && targetRef === element && sourceRef?.$type === 'bpmn:EventBasedGateway');

/** `bpmn:UserTask` as the port names it: `userTask`. */
export const elementTypeOf = ({ $type }: BpmnElement): string => {
  const name = $type.replace(/^bpmn:/, '');
  return name.charAt(0).toLowerCase() + name.slice(1);
};
