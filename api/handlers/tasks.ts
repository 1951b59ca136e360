import { claimTask, decide, listTasks, readDecisionState, releaseTask } from '@gbc/applications';
import { readPersonNames } from '@gbc/identity';
import type { Call, Handlers } from '../call.ts';
import type { ApiParts } from '../parts.ts';
import { ApiError } from '../problem.ts';
import { formSchemaOf, taskSummary, taskView } from '../views/task.ts';

type Ids = 'listTasks' | 'getTask' | 'claimTask' | 'releaseTask' | 'completeTask';

export function taskHandlers(parts: ApiParts): Handlers<Ids> {
  const { database, env, dispatcher, stream } = parts;
  const { read } = database;

  const told = async (call: Call<'claimTask' | 'releaseTask'>) => {
    stream.publish('tasks');
    return taskView(parts, call.by, call.params['taskId'] ?? '');
  };

  return {
    listTasks: {
      async answer({ by, query }) {
        const page = await listTasks(read, by, query);
        const names = await readPersonNames(read, page.items.flatMap(({ assigneeId }) => assigneeId ?? []));
        return { items: page.items.map((row) => taskSummary(row, names)), nextCursor: page.nextCursor };
      },
    },
    getTask: { answer: (call) => taskView(parts, call.by, call.params['taskId'] ?? '') },
    claimTask: {
      async run(tx, { by, params }) {
        await claimTask(tx, env, by, params['taskId'] ?? '');
        return {};
      },
      answer: told,
    },
    releaseTask: {
      async run(tx, { by, params }) {
        await releaseTask(tx, env, by, params['taskId'] ?? '');
        return {};
      },
      answer: told,
    },
    completeTask: {
      async run(tx, { by, body, params: { taskId = '' } }) {
        return { decisionId: (await decide(tx, env, by, taskId, body, await formSchemaOf(tx.query.bind(tx), parts, taskId))).decisionId };
      },
      async answer(_call, { decisionId = '' }) {
        await dispatcher.flush();
        stream.publish('tasks');
        const state = await readDecisionState(read, decisionId);
        if (state === 'refused') throw new ApiError('task.gone');
        return { decisionId, state: state === 'accepted' ? 'accepted' : 'pending' };
      },
    },
  };
}
