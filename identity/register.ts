import { appendEvent, commitPersonalValue, type Actor, type Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import type { OrganisationKind, Role } from './role.ts';

export interface NewOrganisation {
  readonly organisationId: string;
  readonly kind: OrganisationKind;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly creditCode: string;
  readonly parentId: string | null;
}

/** Enters an organisation; one that is there already stays as it is. */
export async function registerOrganisation(tx: Tx, env: Environment, actor: Actor, it: NewOrganisation): Promise<void> {
  const { rowCount } = await tx.query(
    `insert into organisation (id, kind, name_zh, name_en, credit_code, parent_id, created_at)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (id) do nothing`,
    [it.organisationId, it.kind, it.nameZh, it.nameEn, it.creditCode, it.parentId, env.now()],
  );
  if (rowCount === 0) return;
  const { organisationId, kind, creditCode, parentId } = it;
  await appendEvent(tx, env, { type: 'organisationRegistered', actor, data: { organisationId, kind, creditCode, parentId } });
}

/** Enters a person. The name is kept apart; the event holds its commitment. @returns the person's id */
export async function registerPerson(tx: Tx, env: Environment, actor: Actor, name: string): Promise<string> {
  const personId = env.newId();
  const nameCommitment = await commitPersonalValue(tx, env, name);
  await tx.query('insert into person (id, name_commitment, created_at) values ($1, $2, $3)', [personId, nameCommitment, env.now()]);
  await appendEvent(tx, env, { type: 'personRegistered', actor, data: { personId, nameCommitment } });
  return personId;
}

/** Lets a person act for an organisation in a role; a second time changes nothing. */
export async function grantMembership(
  tx: Tx,
  env: Environment,
  actor: Actor,
  it: { personId: string; organisationId: string; role: Role },
): Promise<void> {
  const { rowCount } = await tx.query(
    `insert into membership (person_id, organisation_id, role, granted_at) values ($1, $2, $3, $4) on conflict do nothing`,
    [it.personId, it.organisationId, it.role, env.now()],
  );
  if (rowCount === 1) await appendEvent(tx, env, { type: 'membershipGranted', actor, data: it });
}
