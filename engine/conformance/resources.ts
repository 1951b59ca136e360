import type { Resource } from '@gbc/engine';
import { dmn, form } from '@gbc/engine/behaviour';
import type { BodyText, ElementText, ProcessText } from './notation/notation.ts';
import { processXml } from './notation/process-text.ts';
import type { NamedScenario } from './scenario.ts';

/** The processes of a scenario by the names that its steps use. */
export function processesOf({ name, process, processes }: NamedScenario): Record<string, ProcessText> {
  return { ...(process ? { [name]: process } : {}), ...processes };
}

/** What the names of a scenario's messages and signals begin with, on every engine. */
export const namePrefix = ({ name }: Pick<NamedScenario, 'name'>) => `${name}.`;

/** The files of a scenario by the names that its steps use. */
export function resourcesOf(scenario: NamedScenario): Map<string, Resource> {
  const { decisions = {}, forms = {}, files = {} } = scenario;
  const texts = [
    ...Object.entries(processesOf(scenario)).map(([name, text]) => [name, `${name}.bpmn`, processXml(text.id ?? name, text, namePrefix(scenario))] as const),
    ...Object.entries(decisions).map(([name, table]) => [name, `${name}.dmn`, dmn(table.id ?? name, table)] as const),
    ...Object.entries(forms).map(([name, label]) => [name, `${name}.form`, form(name, label)] as const),
    ...Object.entries(files).map(([name, text]) => [name, name, text] as const),
  ];
  return new Map(texts.map(([name, file, text]) => [name, { name: file, content: new TextEncoder().encode(text) }]));
}

const userTaskType = 'io.camunda.zeebe:userTask';

function typesOf({ service, send, user, listeners = [], subprocess, eventSubprocess }: ElementText): string[] {
  return [service, send, user === 'job' ? userTaskType : undefined, ...listeners.map(({ type }) => type)].filter((type) => type !== undefined)
    .concat(subprocess ? typesIn(subprocess) : [], eventSubprocess ? typesIn(eventSubprocess) : []);
}

function typesIn({ flow = [], elements = {} }: BodyText): string[] {
  const mentioned = flow.flatMap((line) => line.replace(/ (if .*|default)$/s, '').split('->').map((id) => id.trim()));
  const implied = mentioned.filter((id) => !(id in elements) && !/^(start|end)/.test(id));
  return [...implied, ...Object.values(elements).flatMap(typesOf)];
}

/** Every type of job that the scenario's processes can make. */
export function jobTypesOf(scenario: NamedScenario): string[] {
  const processes = Object.values(processesOf(scenario));
  const types = processes.flatMap((process) => [...typesIn(process), ...typesOf({ listeners: process.listeners ?? [] })]);
  return [...new Set([...types.filter((type) => type !== '' && !type.startsWith('=')), ...(scenario.jobTypes ?? [])])].sort();
}
