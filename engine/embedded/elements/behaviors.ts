import type { Element, ElementType } from '../model/process-model.ts';
import type { StepContext } from '../transition/step.ts';
import type { Behavior } from './behavior.ts';
import { businessRuleTask } from './business-rule-task.ts';
import { callActivity } from './call-activity.ts';
import { exclusiveGateway } from './exclusive-gateway.ts';
import { inclusiveGateway } from './inclusive-gateway.ts';
import { multiInstanceBody } from './multi-instance-body.ts';
import { parallelGateway } from './parallel-gateway.ts';
import { passThrough } from './pass-through.ts';
import { scope } from './scope.ts';
import { scriptTask } from './script-task.ts';
import { serviceTask } from './service-task.ts';
import { throwEvent } from './throw-event.ts';
import { userTask } from './user-task.ts';
import { waiting } from './waiting.ts';

const behaviors: { readonly [T in ElementType]: Behavior<Extract<Element, { type: T }>> } = {
  process: scope,
  subProcess: scope,
  eventSubProcess: scope,
  startEvent: passThrough,
  boundaryEvent: passThrough,
  parallelGateway,
  endEvent: throwEvent,
  intermediateThrowEvent: throwEvent,
  intermediateCatchEvent: waiting,
  receiveTask: waiting,
  eventBasedGateway: waiting,
  exclusiveGateway,
  inclusiveGateway,
  task: passThrough,
  manualTask: passThrough,
  serviceTask,
  sendTask: serviceTask,
  scriptTask,
  callActivity,
  multiInstanceBody,
  userTask,
  businessRuleTask,
};

/** Does what the type of an element asks for, see Behavior. */
export const enterElement: StepContext['enterElement'] = (step, elementInstanceKey, element) =>
  behaviors[element.type].activate(step, elementInstanceKey, element as never);
