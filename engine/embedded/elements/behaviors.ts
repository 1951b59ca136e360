import type { Key } from '@gbc/engine';
import type { Element, ElementType } from '../model/process-model.ts';
import type { Step } from '../transition/step.ts';
import { businessRuleTask } from './business-rule-task.ts';
import { exclusiveGateway } from './exclusive-gateway.ts';
import { passThrough } from './pass-through.ts';
import { scope } from './scope.ts';
import { serviceTask } from './service-task.ts';
import { throwEvent } from './throw-event.ts';
import { userTask } from './user-task.ts';
import { waiting } from './waiting.ts';

/** What a type of element does when a token enters it, after inputs were mapped. It may throw ProcessFailure before it emits anything. */
export interface Behavior<E extends Element> {
  activate(step: Step, elementInstanceKey: Key, element: E): void;
}

export const behaviors: { readonly [T in ElementType]: Behavior<Extract<Element, { type: T }>> } = {
  process: scope,
  subProcess: scope,
  eventSubProcess: scope,
  startEvent: passThrough,
  boundaryEvent: passThrough,
  parallelGateway: passThrough,
  endEvent: throwEvent,
  intermediateThrowEvent: throwEvent,
  intermediateCatchEvent: waiting,
  receiveTask: waiting,
  eventBasedGateway: waiting,
  exclusiveGateway,
  serviceTask,
  userTask,
  businessRuleTask,
};
