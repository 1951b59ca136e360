import { BpmnModdle } from 'bpmn-moddle';
import type { ParseResult } from 'bpmn-moddle';
import zeebe from 'zeebe-bpmn-moddle/resources/zeebe.json' with { type: 'json' };

/** The attributes of `bpmn:Definitions` by which a modeler tells for which engine a model was drawn. */
const modeler = {
  name: 'Modeler',
  uri: 'http://camunda.org/schema/modeler/1.0',
  prefix: 'modeler',
  xml: { tagAlias: 'lowerCase' },
  types: [
    {
      name: 'DrawnFor',
      extends: ['bpmn:Definitions'],
      properties: [
        { name: 'executionPlatform', type: 'String', isAttr: true },
        { name: 'executionPlatformVersion', type: 'String', isAttr: true },
      ],
    },
  ],
} as const;

/** The meta-models beside BPMN's own, in the form that bpmn-js and bpmn-moddle take. */
export const moddleExtensions = { zeebe, modeler } as const;

/**
 * Parses BPMN XML. References that lead nowhere and unknown content come back as warnings; external entities are never
 * read. Rejects when the text is not a BPMN document.
 */
export async function parseModel(xml: string): Promise<ParseResult> {
  return new BpmnModdle(moddleExtensions).fromXML(xml);
}
