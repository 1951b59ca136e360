import { prepared, type Tx } from '@gbc/prisma';
import type { Membership, OrganisationKind, Role } from './role.ts';

export interface Organisation {
  readonly organisationId: string;
  readonly kind: OrganisationKind;
  readonly nameZh: string;
  readonly nameEn: string;
  readonly creditCode: string;
  readonly parentId: string | null;
}

const organisationColumns = `id as "organisationId", kind, name_zh as "nameZh", name_en as "nameEn", credit_code as "creditCode", parent_id as "parentId"`;

/** Every member of the alliance, districts first. */
export async function listOrganisations(read: Tx['query']): Promise<Organisation[]> {
  const { rows } = await read<Organisation>(
    `select ${organisationColumns} from organisation
     order by array_position(array['district','department','street','firm','bank','regulator','operator'], kind), id`,
  );
  return rows;
}

export async function findOrganisation(read: Tx['query'], organisationId: string): Promise<Organisation | null> {
  const { rows } = await read<Organisation>(prepared(`select ${organisationColumns} from organisation where id = $1`), [organisationId]);
  return rows[0] ?? null;
}

/** The person, login and memberships behind a session; null once the account is gone. */
export interface SignedIn {
  readonly personId: string;
  readonly login: string;
  readonly name: string;
  readonly locale: 'zh-CN' | 'en' | null;
  /** The password was given for one sign-in: nothing may be done before another is chosen. */
  readonly mustChangePassword: boolean;
  readonly memberships: readonly Membership[];
}

/** Asked by every request, so in one statement. */
export async function findSignedIn(read: Tx['query'], personId: string): Promise<SignedIn | null> {
  const { rows } = await read<Omit<SignedIn, 'personId' | 'name'> & { name: string | null }>(
    prepared(`select login, value as name, locale, must_change_password as "mustChangePassword", coalesce((
       select json_agg(json_build_object('organisationId', organisation_id, 'organisationKind', organisation.kind, 'nameZh', name_zh, 'nameEn', name_en, 'role', role)
                       order by organisation_id, role)
       from membership join organisation on organisation.id = organisation_id where membership.person_id = user_account.person_id
     ), '[]'::json) as memberships
     from user_account join person on person.id = person_id left join personal_value on commitment = name_commitment
     where person_id = $1`),
    [personId],
  );
  const account = rows[0];
  return account ? { ...account, personId, name: account.name ?? account.login } : null;
}

/** Names by person id; an erased name is missing. */
export async function readPersonNames(read: Tx['query'], personIds: readonly string[]): Promise<Map<string, string>> {
  if (personIds.length === 0) return new Map();
  const { rows } = await read<{ id: string; value: string }>(
    prepared(`select id, value from person join personal_value on commitment = name_commitment where id = any($1::uuid[])`),
    [[...new Set(personIds)]],
  );
  return new Map(rows.map((row) => [row.id, row.value]));
}

/** True where the person holds the role in the organisation now. */
export async function holdsRole(read: Tx['query'], personId: string, organisationId: string, role: Role): Promise<boolean> {
  const { rows } = await read('select 1 from membership where person_id = $1 and organisation_id = $2 and role = $3', [
    personId,
    organisationId,
    role,
  ]);
  return rows.length === 1;
}

export async function saveLocale(tx: Tx, personId: string, locale: 'zh-CN' | 'en'): Promise<void> {
  await tx.query('update user_account set locale = $2 where person_id = $1', [personId, locale]);
}

/** Somebody who is registered, as the directory lists them. */
export interface PersonListing {
  readonly personId: string;
  /** Null where it was erased. */
  readonly name: string | null;
  /** Null for somebody who can't sign in. */
  readonly login: string | null;
  readonly mustChangePassword: boolean;
  readonly registeredAt: Date;
  readonly memberships: readonly { readonly organisationId: string; readonly role: Role; readonly grantedAt: Date }[];
}

/** Everybody, by their organisations, with what they may act as. */
export async function listPeople(read: Tx['query']): Promise<PersonListing[]> {
  const { rows } = await read<Omit<PersonListing, 'memberships'>>(
    `select person.id as "personId", value as name, login, coalesce(must_change_password, false) as "mustChangePassword", person.created_at as "registeredAt"
     from person left join personal_value on commitment = name_commitment left join user_account on person_id = person.id
     order by person.created_at, person.id limit 5000`,
  );
  const { rows: granted } = await read<{ personId: string; organisationId: string; role: Role; grantedAt: Date }>(
    'select person_id as "personId", organisation_id as "organisationId", role, granted_at as "grantedAt" from membership order by organisation_id, role',
  );
  const of = Map.groupBy(granted, ({ personId }) => personId);
  return rows.map((row) => ({ ...row, memberships: (of.get(row.personId) ?? []).map(({ personId: _, ...membership }) => membership) }));
}
