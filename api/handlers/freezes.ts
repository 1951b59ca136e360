import { commitPersonalValue } from '@gbc/events';
import type { SignedIn } from '@gbc/identity';
import { answerFreeze, appealFreeze, orderFreeze } from '@gbc/ledger';
import { actorInRole } from '../actor.ts';
import { actorOf, type Handlers } from '../call.ts';
import type { ApiParts } from '../parts.ts';
import { ApiError } from '../problem.ts';
import { freezeViews } from '../views/freeze.ts';

type Ids = 'listFreezes' | 'orderFreeze' | 'appealFreeze' | 'answerFreeze';

function asMember(by: SignedIn, organisationId: string) {
  const membership = by.memberships.find((each) => each.organisationId === organisationId);
  if (!membership) throw new ApiError('access.denied');
  return actorOf(by, organisationId, membership.role);
}

/** The regulator freezes, lifts and answers; those concerned appeal. */
export function freezeHandlers({ database, env, stream }: ApiParts): Handlers<Ids> {
  const one = async (by: SignedIn, freezeId = '') => {
    const found = (await freezeViews(database.read, env, by)).find((freeze) => freeze.freezeId === freezeId);
    if (!found) throw new ApiError('ledger.freezeMissing', { freezeId });
    return found;
  };

  /** The freeze as it is now, told to every open screen. */
  const told = async (by: SignedIn, freezeId?: string) => {
    stream.publish('application');
    return one(by, freezeId);
  };

  return {
    listFreezes: { answer: async ({ by }) => ({ items: await freezeViews(database.read, env, by) }) },
    orderFreeze: {
      async run(tx, { by, body: { subject, subjectId, reason, expiresAt } }) {
        const actor = actorInRole(by, 'regulator');
        const reasonCommitment = await commitPersonalValue(tx, env, reason);
        const order = { freezeId: env.newId(), subject, subjectId, by: actor, reasonCommitment, expiresAt: expiresAt === null ? null : new Date(expiresAt) };
        return { freezeId: (await orderFreeze(tx, env, order)).freezeId };
      },
      answer: ({ by }, { freezeId }) => told(by, freezeId),
    },
    appealFreeze: {
      async run(tx, { by, params: { freezeId = '' }, body: { organisationId, reason } }) {
        const actor = asMember(by, organisationId);
        const reasonCommitment = await commitPersonalValue(tx, env, reason);
        return { freezeId: (await appealFreeze(tx, env, { freezeId, by: actor, reasonCommitment })).freezeId };
      },
      answer: ({ by }, { freezeId }) => told(by, freezeId),
    },
    answerFreeze: {
      async run(tx, { by, params: { freezeId = '' }, body: { outcome, reason } }) {
        const actor = actorInRole(by, 'regulator');
        const reasonCommitment = await commitPersonalValue(tx, env, reason);
        return { freezeId: (await answerFreeze(tx, env, { freezeId, by: actor, outcome, reasonCommitment })).freezeId };
      },
      answer: ({ by }, { freezeId }) => told(by, freezeId),
    },
  };
}
