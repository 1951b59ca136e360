import { lintModel } from '../lint/index.ts';

/** A model whose process has this content, without a diagram. */
export function processXml(content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="definitions" targetNamespace="http://bpmn.io/schema/bpmn">
  <bpmn:process id="process" isExecutable="true">${content}</bpmn:process>
</bpmn:definitions>`;
}

export function serviceTask(id: string, jobType: string): string {
  return `<bpmn:serviceTask id="${id}"><bpmn:extensionElements><zeebe:taskDefinition type="${jobType}" /></bpmn:extensionElements></bpmn:serviceTask>`;
}

export function userTask(id: string, extensions: string): string {
  return `<bpmn:userTask id="${id}"><bpmn:extensionElements>${extensions}</bpmn:extensionElements></bpmn:userTask>`;
}

export function candidateGroups(groups: string): string {
  return `<zeebe:assignmentDefinition candidateGroups="${groups.replaceAll('"', '&quot;')}" />`;
}

export function flow(source: string, target: string, condition?: string): string {
  const expression = condition === undefined ? '' : `<bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${condition}</bpmn:conditionExpression>`;
  return `<bpmn:sequenceFlow id="${source}_${target}" sourceRef="${source}" targetRef="${target}">${expression}</bpmn:sequenceFlow>`;
}

/** The ids of the elements that one of our rules reports in a process with this content. */
export async function reported(rule: string, content: string): Promise<readonly (string | null)[]> {
  const issues = await lintModel(processXml(content));
  return issues.filter((issue) => issue.rule === `gbc/${rule}`).map((issue) => issue.elementId);
}
