import type { ElementReader } from './build-context.ts';
import { schedule, type TimerDefinition } from './timer-definition.ts';
import type { Binding, CalledDecision, FormReference, JobDefinition, Mapping, UserTaskDefinition } from './process-model.ts';
import { child, children, text, type XmlElement } from './xml-element.ts';

const variablePath = /^[\p{L}_][\p{L}\p{N}_]*(\.[\p{L}_][\p{L}\p{N}_]*)*$/u;

function readMapping(reader: ElementReader, mapping: XmlElement): Mapping {
  const target = text(mapping, 'target');
  if (!target || !variablePath.test(target)) throw reader.refuse(`mapping target '${target ?? ''}' is no variable name`);
  return { source: reader.required(mapping, 'source'), target: target.split('.') };
}

export function readMappings(reader: ElementReader): { inputs: Mapping[]; outputs: Mapping[] } {
  const mapping = reader.extension('zeebe:IoMapping');
  if (!mapping) return { inputs: [], outputs: [] };
  const read = (name: string) => children(mapping, name).map((item) => readMapping(reader, item));
  return { inputs: read('inputParameters'), outputs: read('outputParameters') };
}

export function readHeaders(reader: ElementReader): Record<string, string> {
  const headers = reader.extension('zeebe:TaskHeaders');
  const entries = headers ? children(headers, 'values').map((header) => [text(header, 'key') ?? '', text(header, 'value') ?? ''] as const) : [];
  return Object.fromEntries(entries.filter(([key]) => key !== ''));
}

function readRetries(reader: ElementReader, definition: XmlElement) {
  const retries = reader.expression(definition, 'retries') ?? { kind: 'static' as const, text: '3' };
  if (retries.kind === 'static' && !/^\d{1,9}$/.test(retries.text)) throw reader.refuse(`retries '${retries.text}' is no whole number`);
  return retries;
}

export function readJob(reader: ElementReader): JobDefinition | null {
  const definition = reader.extension('zeebe:TaskDefinition');
  if (!definition) return null;
  return { type: reader.required(definition, 'type'), retries: readRetries(reader, definition), headers: readHeaders(reader) };
}

function readBinding(reader: ElementReader, element: XmlElement): Binding {
  const binding = text(element, 'bindingType') ?? 'latest';
  if (binding !== 'latest' && binding !== 'deployment') throw reader.refuse(`binding '${binding}' is not supported`);
  if (text(element, 'versionTag')) throw reader.refuse('a version tag is not supported');
  return binding;
}

export function readCalledDecision(reader: ElementReader): CalledDecision | null {
  const element = reader.extension('zeebe:CalledDecision');
  if (!element) return null;
  const resultVariable = text(element, 'resultVariable');
  if (!resultVariable || !variablePath.test(resultVariable) || resultVariable.includes('.')) throw reader.refuse("zeebe:CalledDecision needs 'resultVariable'");
  return { decisionId: reader.required(element, 'decisionId'), resultVariable, binding: readBinding(reader, element) };
}

function readForm(reader: ElementReader, native: boolean): { form: FormReference | null; formKey: UserTaskDefinition['formKey'] } {
  const element = reader.extension('zeebe:FormDefinition');
  if (!element) return { form: null, formKey: null };
  if (text(element, 'externalReference')) throw reader.refuse('an external form is not supported');
  const formKey = reader.expression(element, 'formKey');
  if (formKey && native) throw reader.refuse('a native user task names its form by formId');
  if (formKey) return { form: null, formKey };
  return { form: { formId: reader.required(element, 'formId'), binding: readBinding(reader, element) }, formKey: null };
}

function readPriority(reader: ElementReader, native: boolean) {
  const element = reader.extension('zeebe:PriorityDefinition');
  if (!element) return null;
  if (!native) throw reader.refuse('only a native user task (zeebe:userTask) has a priority');
  const priority = reader.required(element, 'priority');
  if (priority.kind === 'static' && !(/^\d{1,3}$/.test(priority.text) && Number(priority.text) <= 100)) {
    throw reader.refuse(`priority '${priority.text}' is not between 0 and 100`);
  }
  return priority;
}

function readDate(reader: ElementReader, element: XmlElement | undefined, name: string) {
  const date = element ? reader.expression(element, name) : null;
  if (date?.kind === 'static' && !schedule('date', date.text, new Date(0))) throw reader.refuse(`${name} '${date.text}' is no date and time with a zone`);
  return date;
}

export function readUserTask(reader: ElementReader): UserTaskDefinition {
  const native = reader.extension('zeebe:UserTask') !== undefined;
  const assignment = reader.extension('zeebe:AssignmentDefinition');
  const dates = reader.extension('zeebe:TaskSchedule');
  const assigned = (name: string) => (assignment ? reader.expression(assignment, name) : null);
  return {
    native,
    assignee: assigned('assignee'),
    candidateGroups: assigned('candidateGroups'),
    candidateUsers: assigned('candidateUsers'),
    dueDate: readDate(reader, dates, 'dueDate'),
    followUpDate: readDate(reader, dates, 'followUpDate'),
    priority: readPriority(reader, native),
    ...readForm(reader, native),
    headers: readHeaders(reader),
  };
}

const timerKinds = [['timeDate', 'date'], ['timeDuration', 'duration'], ['timeCycle', 'cycle']] as const;

/** Reads a timer event definition; a fixed value is checked now, an expression when it is evaluated. */
export function readTimer(reader: ElementReader, definition: XmlElement): TimerDefinition {
  const given = timerKinds.flatMap(([name, kind]) => {
    const body = child(definition, name);
    return body ? [{ kind, value: text(body, 'body')?.trim() ?? '' }] : [];
  });
  const [timer] = given;
  if (!timer || given.length > 1) throw reader.refuse('a timer needs exactly one of date, duration and cycle');
  const value = reader.parse(timer.value, 'timer');
  if (value.kind === 'static' && !schedule(timer.kind, value.text, new Date(0))) throw reader.refuse(`invalid timer ${timer.kind} '${value.text}'`);
  return { kind: timer.kind, value };
}
