import { BpmnModdle } from 'bpmn-moddle';
import zeebePackage from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };
import { buildProcess } from './build-process.ts';
import type { ProcessModel } from './process-model.ts';
import { invalid, refuseDocumentType } from './resource-text.ts';
import { children, refuseWarnings, type XmlElement } from './xml-element.ts';

const moddle = new BpmnModdle({ zeebe: zeebePackage });
const rootElements = new Set(['bpmn:Process', 'bpmn:Collaboration', 'bpmn:Error', 'bpmn:Message', 'bpmn:Signal', 'bpmn:Escalation']);

async function parse(resourceName: string, xml: string): Promise<XmlElement> {
  refuseDocumentType(resourceName, xml);
  let result;
  try {
    result = await moddle.fromXML(xml);
  } catch (error) {
    throw invalid(resourceName, (error as Error).message.replace(/\s+/g, ' '));
  }
  refuseWarnings(resourceName, result.warnings);
  return result.rootElement as unknown as XmlElement;
}

/**
 * Reads the executable processes of a BPMN file. INVALID_ARGUMENT names the element and the reason: broken XML, a
 * document type, anything the engine doesn't support, anything missing, no executable process.
 */
export async function readBpmn(resourceName: string, xml: string): Promise<ProcessModel[]> {
  const definitions = await parse(resourceName, xml);
  for (const element of children(definitions, 'rootElements')) {
    if (!rootElements.has(element.$type)) throw invalid(resourceName, `element '${element.id}': ${element.$type} is not supported`);
  }
  const processes = children(definitions, 'rootElements').filter((element) => element.$type === 'bpmn:Process' && element.get('isExecutable') === true);
  if (processes.length === 0) throw invalid(resourceName, 'no executable process');
  return processes.map((process) => buildProcess(resourceName, process));
}
