import { appendEvent, type Environment } from '@gbc/events';
import { findOrganisation, type Role, type SignedIn } from '@gbc/identity';
import type { Tx } from '@gbc/prisma';
import { ApplicationError } from '../application-error.ts';
import { findFileByHash, lockAllocationFile, replaceLines, type FileRow } from './allocation-file.ts';
import { allocationFlowOf, checkLines } from './check-lines.ts';

/** Who of a payer allocates by file; whoever does is a maker of its applications and can't check them. */
export const allocatingRoles: readonly Role[] = ['project-manager', 'finance-supervisor'];

/** Above this many lines one transaction for all of them would hold everybody else up. */
export const allOrNoneMax = 500;

export interface NewAllocationFile {
  readonly payerOrganisationId: string;
  readonly name: string;
  /** SHA-256 of the file. */
  readonly fileHash: string;
  readonly rows: readonly FileRow[];
}

/** The role in which somebody allocates for a payer. Throws `allocation.notAllowed`. */
export function allocatingRole(by: SignedIn, payerOrganisationId: string): Role {
  const role = allocatingRoles.find((each) => by.memberships.some((it) => it.organisationId === payerOrganisationId && it.role === each));
  if (!role) throw new ApplicationError('allocation.notAllowed');
  return role;
}

/**
 * Keeps a file and what every rule says of its lines; no application comes of it yet. The same file again is the same: one that waits for its
 * submission is checked anew, one that was submitted stays as it is. @returns its id
 * Throws `allocation.notAllowed` for somebody who doesn't allocate for this payer.
 */
export async function uploadAllocations(tx: Tx, env: Environment, by: SignedIn, { payerOrganisationId, name, fileHash, rows }: NewAllocationFile): Promise<string> {
  const read = tx.query.bind(tx);
  const role = allocatingRole(by, payerOrganisationId);
  const flow = allocationFlowOf((await findOrganisation(read, payerOrganisationId))?.kind ?? '');
  if (!flow) throw new ApplicationError('allocation.notAllowed');
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`allocation ${payerOrganisationId} ${fileHash}`]);
  const known = await findFileByHash(tx, payerOrganisationId, fileHash);
  const fileId = known ?? env.newId();
  if (known && (await lockAllocationFile(tx, known)).state !== 'checked') return known;
  if (!known) {
    await tx.query(
      `insert into allocation_file (id, payer_organisation_id, uploaded_by, role, name, file_hash, state, uploaded_at) values ($1, $2, $3, $4, $5, $6, 'checked', $7)`,
      [fileId, payerOrganisationId, by.personId, role, name, fileHash, env.now()],
    );
  }
  await replaceLines(tx, fileId, payerOrganisationId, await checkLines(read, flow, payerOrganisationId, rows));
  return fileId;
}

/**
 * Lets the good lines become applications, one after the other, or with `isAllOrNone` all lines or none. Submitting again changes nothing.
 * Throws `allocation.notFound`, `allocation.notAllowed`; `allocation.nothingToSubmit`; `allocation.notAllGood` and `allocation.tooManyForAll` for all or none.
 */
export async function submitAllocations(tx: Tx, env: Environment, by: SignedIn, fileId: string, isAllOrNone: boolean): Promise<void> {
  const file = await lockAllocationFile(tx, fileId);
  const { payerOrganisationId, fileHash, totals: { ready, refused } } = file;
  const role = allocatingRole(by, payerOrganisationId);
  if (file.state === 'submitting' || file.state === 'done') return;
  if (ready.count === 0) throw new ApplicationError('allocation.nothingToSubmit');
  if (isAllOrNone && refused.count > 0) throw new ApplicationError('allocation.notAllGood', { count: refused.count });
  if (isAllOrNone && ready.count > allOrNoneMax) throw new ApplicationError('allocation.tooManyForAll', { max: allOrNoneMax });
  // Who submits answers for it, whoever uploaded it.
  await tx.query(
    `update allocation_file set state = 'submitting', is_all_or_none = $2, submitted_at = $3, uploaded_by = $4, role = $5, finished_at = null where id = $1`,
    [fileId, isAllOrNone, env.now(), by.personId, role],
  );
  await appendEvent(tx, env, {
    type: 'allocationsSubmitted',
    actor: { kind: 'person', personId: by.personId, organisationId: payerOrganisationId, role },
    data: { fileId, fileHash, payerOrganisationId, lineCount: ready.count, amountFen: ready.amountFen, isAllOrNone },
  });
}

