import { type Io, ioMapping, tag } from './model-text.ts';

/** Writes the BPMN text of events for the suites, beside the rest in model-text.ts. */

const extended = (extension: string) => (extension === '' ? '' : tag('bpmn:extensionElements', {}, extension));
const job = (type: string) => tag('zeebe:taskDefinition', { type });

/** What event definitions refer to, beside the process; a message without a key can only start processes or be thrown. */
export const message = (id: string, correlationKey?: string, name = id) =>
  tag('bpmn:message', { id: `message_${id}`, name }, extended(correlationKey === undefined ? '' : tag('zeebe:subscription', { correlationKey })));
export const signal = (id: string, name = id) => tag('bpmn:signal', { id: `signal_${id}`, name });
export const escalation = (code: string) => tag('bpmn:escalation', { id: `escalation_${code}`, escalationCode: code });
export const error = (code: string) => tag('bpmn:error', { id: `error_${code}`, errorCode: code });

/** An event definition: of a message, a signal, an error or an escalation by its id or code, of a timer by its value, of a link by its name. */
export const on = {
  message: (id: string) => tag('bpmn:messageEventDefinition', { messageRef: `message_${id}` }),
  signal: (id: string) => tag('bpmn:signalEventDefinition', { signalRef: `signal_${id}` }),
  error: (code?: string) => tag('bpmn:errorEventDefinition', { errorRef: code && `error_${code}` }),
  escalation: (code?: string) => tag('bpmn:escalationEventDefinition', { escalationRef: code && `escalation_${code}` }),
  link: (name: string) => tag('bpmn:linkEventDefinition', { id: `link_${name}_${(linkCount += 1)}`, name }),
  duration: (value: string) => timer('timeDuration', value),
  date: (value: string) => timer('timeDate', value),
  cycle: (value: string) => timer('timeCycle', value),
};
let linkCount = 0;
const timer = (kind: string, value: string) => tag('bpmn:timerEventDefinition', {}, tag(`bpmn:${kind}`, { 'xsi:type': 'bpmn:tFormalExpression' }, value));

interface EventOptions extends Io {
  /** The job type of a thrown message. */
  readonly jobType?: string;
  readonly interrupting?: boolean;
}
const extensions = (options: EventOptions) => extended((options.jobType === undefined ? '' : job(options.jobType)) + ioMapping(options));
const interruption = (name: string, { interrupting }: EventOptions) => ({ [name]: interrupting === undefined ? undefined : String(interrupting) });

export const startOn = (id: string, definition: string, options: EventOptions = {}) =>
  tag('bpmn:startEvent', { id, ...interruption('isInterrupting', options) }, extensions(options) + definition);
export const boundary = (id: string, attachedTo: string, definition: string, options: EventOptions = {}) =>
  tag('bpmn:boundaryEvent', { id, attachedToRef: attachedTo, ...interruption('cancelActivity', options) }, extensions(options) + definition);
export const catching = (id: string, definition: string, options: EventOptions = {}) => tag('bpmn:intermediateCatchEvent', { id }, extensions(options) + definition);
export const throwing = (id: string, definition = '', options: EventOptions = {}) => tag('bpmn:intermediateThrowEvent', { id }, extensions(options) + definition);
export const endThrowing = (id: string, definition: string, options: EventOptions = {}) => tag('bpmn:endEvent', { id }, extensions(options) + definition);
export const receive = (id: string, messageId: string, options: Io = {}) => tag('bpmn:receiveTask', { id, messageRef: `message_${messageId}` }, extensions(options));
export const eventGateway = (id: string) => tag('bpmn:eventBasedGateway', { id });
export const eventSubProcess = (id: string, body: string, options: Io = {}) => tag('bpmn:subProcess', { id, triggeredByEvent: 'true' }, extensions(options) + body);
