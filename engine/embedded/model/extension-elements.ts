import { extensionElements, type ElementReader } from './build-context.ts';
import { schedule } from './timer-definition.ts';
import type { Binding, CalledDecision, CallActivity, JobDefinition, LoopCharacteristics, Mapping, ScriptTask, TimerDefinition, UserTaskDefinition } from './process-model.ts';
import { child, children, text, type XmlElement } from './xml-element.ts';

const variableName = /^[\p{L}_][\p{L}\p{N}_]*$/u;
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
  return Object.fromEntries(entries.filter(([key, value]) => key !== '' && value !== '')); // Zeebe drops those too
}

export function readRetries(reader: ElementReader, definition: XmlElement) {
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
  const versionTag = text(element, 'versionTag');
  if (binding === 'versionTag') {
    if (!versionTag) throw reader.refuse("binding 'versionTag' needs a version tag");
    return { versionTag };
  }
  if (binding !== 'latest' && binding !== 'deployment') throw reader.refuse(`binding '${binding}' is not supported`);
  return binding;
}

/** The process that a call activity calls. */
export function readCalledElement(reader: ElementReader): Pick<CallActivity, 'calledProcessId' | 'binding' | 'propagateAllParentVariables' | 'propagateAllChildVariables'> {
  const element = reader.extension('zeebe:CalledElement');
  if (!element) throw reader.refuse('needs zeebe:calledElement');
  return {
    calledProcessId: reader.required(element, 'processId'),
    binding: readBinding(reader, element),
    propagateAllParentVariables: element.get('propagateAllParentVariables') !== false,
    propagateAllChildVariables: element.get('propagateAllChildVariables') !== false,
  };
}

export function readScript(reader: ElementReader): ScriptTask['script'] {
  const element = reader.extension('zeebe:Script');
  const job = readJob(reader);
  if (element && job) throw reader.refuse('both zeebe:script and zeebe:taskDefinition');
  if (job) return { kind: 'job', job };
  if (!element) throw reader.refuse('needs zeebe:script or zeebe:taskDefinition');
  const resultVariable = text(element, 'resultVariable');
  if (!resultVariable || !variableName.test(resultVariable)) throw reader.refuse("zeebe:Script needs 'resultVariable'");
  return { kind: 'feel', expression: reader.required(element, 'expression'), resultVariable };
}

/** What makes an activity multi-instance. */
export function readLoop(reader: ElementReader, characteristics: XmlElement): LoopCharacteristics {
  const [element, second] = extensionElements(characteristics).filter(({ $type }) => $type === 'zeebe:LoopCharacteristics');
  if (!element || second) throw reader.refuse('multi-instance needs one zeebe:loopCharacteristics');
  const variable = (name: string) => {
    const value = text(element, name);
    if (value !== undefined && !variableName.test(value)) throw reader.refuse(`${name} '${value}' is no variable name`);
    return value ?? null;
  };
  const collection = variable('outputCollection');
  const outputElement = reader.expression(element, 'outputElement');
  if ((collection === null) !== (outputElement === null)) throw reader.refuse('outputCollection and outputElement need one another');
  const condition = child(characteristics, 'completionCondition');
  const body = condition && text(condition, 'body')?.trim();
  return {
    sequential: characteristics.get('isSequential') === true,
    inputCollection: reader.required(element, 'inputCollection'),
    inputElement: variable('inputElement'),
    output: collection !== null && outputElement ? { collection, element: outputElement } : null,
    completionCondition: body ? reader.parse(body, 'completion condition') : null,
  };
}

export function readCalledDecision(reader: ElementReader): CalledDecision | null {
  const element = reader.extension('zeebe:CalledDecision');
  if (!element) return null;
  const resultVariable = text(element, 'resultVariable');
  if (!resultVariable || !variableName.test(resultVariable)) throw reader.refuse("zeebe:CalledDecision needs 'resultVariable'");
  return { decisionId: reader.required(element, 'decisionId'), resultVariable, binding: readBinding(reader, element) };
}

type FormParts = Pick<UserTaskDefinition, 'form' | 'formKey' | 'externalFormReference'>;
const noForm: FormParts = { form: null, formKey: null, externalFormReference: null };

/** A task names at most one form: by id; a native one also by an external reference, a job-based one by key. */
function readForm(reader: ElementReader, native: boolean): FormParts {
  const element = reader.extension('zeebe:FormDefinition');
  if (!element) return noForm;
  const formKey = reader.expression(element, 'formKey');
  const externalFormReference = reader.expression(element, 'externalReference');
  const formId = reader.expression(element, 'formId');
  if (formKey && native) throw reader.refuse('a native user task names its form by formId or externalReference');
  if (externalFormReference && !native) throw reader.refuse('only a native user task (zeebe:userTask) has an external form');
  if ([formKey, externalFormReference, formId].filter(Boolean).length !== 1) throw reader.refuse('a form definition needs exactly one of formId, formKey and externalReference');
  return { formKey, externalFormReference, form: formId && { formId, binding: readBinding(reader, element) } };
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
