import type { UserTaskElement } from '../model/process-model.ts';
import { activated } from '../transition/activate.ts';
import { evaluateUserTask, openJobBasedUserTask, openUserTask, userTaskHeaders } from '../transition/user-task.ts';
import type { Behavior } from './behavior.ts';

/** A native user task, or the older kind that is a job in disguise. */
export const userTask: Behavior<UserTaskElement> = {
  activate(step, elementInstanceKey, element) {
    const evaluated = evaluateUserTask(step, elementInstanceKey, element);
    if (element.task.native) {
      activated(step, elementInstanceKey);
      return openUserTask(step, elementInstanceKey, evaluated);
    }
    const headers = userTaskHeaders(element.task, evaluated, step.scope(elementInstanceKey));
    activated(step, elementInstanceKey);
    openJobBasedUserTask(step, elementInstanceKey, headers);
  },
};
