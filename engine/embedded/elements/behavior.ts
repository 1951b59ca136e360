import type { Key } from '@gbc/engine';
import type { Element } from '../model/process-model.ts';
import type { Step } from '../transition/step.ts';

/** What a type of element does when a token enters it, after inputs were mapped. It may throw ProcessFailure before it emits anything. */
export interface Behavior<E extends Element> {
  activate(step: Step, elementInstanceKey: Key, element: E): void;
}
