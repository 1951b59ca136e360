import { moveToken, readOutcome, setProcessVariables } from '@gbc/applications';
import type { Variables } from '@gbc/engine';
import type { SignedIn } from '@gbc/identity';
import type { CommandResult, Handlers } from '../call.ts';
import type { ApiParts } from '../parts.ts';
import { ApiError } from '../problem.ts';
import { supervisorActor } from '../supervisor.ts';
import { processInstanceView, readInstance } from '../views/process-instance.ts';

export function tokenHandlers({ database, env, dispatcher, stream }: ApiParts): Handlers<'moveToken' | 'setProcessVariables'> {
  const { read } = database;

  async function supervised(by: SignedIn, processInstanceKey = '') {
    const { engineId, applicationId } = await readInstance(read, processInstanceKey);
    return { actor: await supervisorActor(read, by, applicationId), instance: { engineId, processInstanceKey } };
  }

  /** The engine is asked at once; while it doesn't answer, the command waits and is sent again. */
  async function told({ by }: { readonly by: SignedIn }, { processInstanceKey = '', outboxId = '' }: CommandResult) {
    await dispatcher.flush();
    stream.publish('processInstance', processInstanceKey);
    if ((await readOutcome(read, outboxId)) === 'refused') throw new ApiError('token.refused');
    return processInstanceView(read, by, processInstanceKey);
  }

  return {
    moveToken: {
      async run(tx, { by, params, body }) {
        const { actor, instance } = await supervised(by, params['processInstanceKey']);
        const outboxId = await moveToken(tx, env, actor, { ...instance, ...body });
        return { processInstanceKey: instance.processInstanceKey, outboxId };
      },
      answer: told,
    },
    setProcessVariables: {
      async run(tx, { by, params, body }) {
        const { actor, instance } = await supervised(by, params['processInstanceKey']);
        const outboxId = await setProcessVariables(tx, env, actor, { ...instance, variables: body.variables as Variables });
        return { processInstanceKey: instance.processInstanceKey, outboxId };
      },
      answer: told,
    },
  };
}
