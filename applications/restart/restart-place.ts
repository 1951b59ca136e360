import { BpmnModdle } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import type { Tx } from '@gbc/prisma';

/** Where a lost process begins again. */
export interface RestartPlace {
  /** The activities that its tokens stood at, or the one left last. */
  readonly stoodAt: readonly string[];
  /** A token before each; none: at the start event. */
  readonly elementIds: readonly string[];
  /** What was decided after this moment is carried over; null: whatever was. */
  readonly since: Date | null;
}

interface Entered {
  readonly elementId: string;
  readonly isActive: boolean;
  readonly enteredAt: Date;
}

interface FlowElement {
  readonly $type: string;
  readonly id: string;
  readonly sourceRef?: FlowElement;
  readonly targetRef?: FlowElement;
}

const activity = /Task$|^bpmn:(?:CallActivity|SubProcess)$/;

/** The activities right in the process, and what flows into them. Those of its subprocesses begin again with their subprocess. */
async function readOutline(bpmnXml: string, processId: string) {
  const { elementsById } = (await new BpmnModdle({ zeebe }).fromXML(bpmnXml)) as unknown as { elementsById: Record<string, { flowElements?: FlowElement[] }> };
  const elements = elementsById[processId]?.flowElements ?? [];
  return {
    activities: new Map(elements.filter(({ $type }) => activity.test($type)).map((element) => [element.id, element])),
    into: Map.groupBy(elements.filter(({ targetRef }) => targetRef), ({ targetRef }) => targetRef?.id ?? ''),
  };
}

/**
 * The right step of a process that was lost, by our own rows: the activities that its tokens stood at; between two, the one that was
 * left last, as its worker or its decision does the same again. Tables that lead right to it are asked again, as it goes by what they say.
 * What the model that is deployed now hasn't got can't be begun at: then the process begins anew.
 */
export async function findRestartPlace(read: Tx['query'], lost: { readonly engineId: string; readonly processInstanceKey: string; readonly processId: string }, bpmnXml: string): Promise<RestartPlace> {
  const { activities, into } = await readOutline(bpmnXml, lost.processId);
  const { rows } = await read<Entered>(
    `select element_id as "elementId", state = 'active' as "isActive", entered_at as "enteredAt" from process_element
     where engine_id = $1 and process_instance_key = $2 order by entered_at, length(element_instance_key), element_instance_key`,
    [lost.engineId, lost.processInstanceKey],
  );
  const known = rows.filter(({ elementId }) => activities.has(elementId));
  const active = known.filter(({ isActive }) => isActive);
  const stood = active.length > 0 ? active : known.slice(-1);
  const beginning = (elementId: string): string => {
    const table = into.get(elementId)?.find(({ sourceRef }) => sourceRef?.$type === 'bpmn:BusinessRuleTask')?.sourceRef;
    return table && table.id !== elementId ? beginning(table.id) : elementId;
  };
  return {
    stoodAt: [...new Set(stood.map(({ elementId }) => elementId))],
    elementIds: [...new Set(stood.map(({ elementId }) => beginning(elementId)))],
    since: stood.length > 0 ? new Date(Math.min(...stood.map(({ enteredAt }) => enteredAt.getTime()))) : null,
  };
}
