import type { DecisionKind } from '@gbc/events';
import type { Membership, SignedIn } from '@gbc/identity';
import { correctedPaymentOf } from '@gbc/ledger';
import { prepared, type Tx } from '@gbc/prisma';
import { readMakers } from './application.ts';
import { readInvolved } from './correction.ts';
import { roleOf } from './flow.ts';
import { membershipFor, type TaskRow } from './task.ts';

/** Codes of {@link authorityFor}, each with a sentence for the reader. */
export type NoAuthority = 'task.notYours' | 'task.closed' | 'task.claimed' | 'task.ownApplication' | 'task.alreadyInvolved' | 'task.wrongRole';

/** Persons who decided earlier on the current revision and payout, so that nobody approves twice. */
async function readDeciders(read: Tx['query'], task: TaskRow, kinds: readonly DecisionKind[]): Promise<string[]> {
  const { rows } = await read<{ person_id: string }>(
    prepared(`select person_id from decision join application on application.id = application_id
     where application_id = $1 and kind = any($2) and decision.state <> 'refused'
       and decision.revision = application.revision and decision.payout_no = application.payout_no`),
    [task.applicationId, kinds],
  );
  return rows.map((row) => row.person_id);
}

/**
 * Whether a person may decide a task, by our own rows: member of one of its groups, in the role that such a decision takes,
 * and not somebody who made the application or already approved this payout. A supplier or individual confirms their own
 * receipt: nobody else can know it; an office has a second person confirm.
 */
export async function authorityFor(
  read: Tx['query'],
  by: SignedIn,
  task: TaskRow,
  kind: DecisionKind,
): Promise<{ membership: Membership } | { refusal: NoAuthority }> {
  const membership = membershipFor(by, task);
  if (!membership) return { refusal: 'task.notYours' };
  const role = roleOf(kind);
  if (role && membership.role !== role) return { refusal: 'task.wrongRole' };
  if (task.state !== 'open') return { refusal: 'task.closed' };
  if (task.assigneeId && task.assigneeId !== by.personId) return { refusal: 'task.claimed' };
  const isOwnToAnswer = kind === 'resubmission' || kind === 'supplement';
  const isPayeesReceipt = kind === 'receipt' && (membership.role === 'supplier' || membership.role === 'individual');
  if (!isOwnToAnswer && !isPayeesReceipt && (await readMakers(read, task.applicationId)).includes(by.personId)) {
    return { refusal: 'task.ownApplication' };
  }
  if ((kind === 'payout' || kind === 'secondPayout') && (await readDeciders(read, task, ['review', 'payout', 'secondPayout'])).includes(by.personId)) {
    return { refusal: 'task.alreadyInvolved' };
  }
  const corrected = kind === 'correction' ? correctedPaymentOf(task.applicationId) : null;
  if (corrected && (await readInvolved(read, corrected)).includes(by.personId)) return { refusal: 'task.alreadyInvolved' };
  return { membership };
}
