import { listProjects } from '@gbc/applications';
import { listOrganisations, type OrganisationKind } from '@gbc/identity';
import type { Tx } from '@gbc/prisma';
import { words, type Words } from './sheet.ts';

/** What a file says in place of a person's name. */
const masked = words('个人（姓名从略）', 'Individual (name left out)');
const nothing = words('', '');

/** Names for the ids that rows have. No file of ours names a person: neither one who acts nor one who is paid. */
export interface ExportNames {
  organisation(id: string | null): Words;
  isIndividual(organisationId: string | null): boolean;
  kindOf(organisationId: string | null): OrganisationKind | null;
  project(id: string | null): Words;
}

export async function readExportNames(read: Tx['query']): Promise<ExportNames> {
  const [organisations, projects] = await Promise.all([listOrganisations(read), listProjects(read)]);
  const organisationOf = new Map(organisations.map((it) => [it.organisationId, it]));
  const projectOf = new Map(projects.map((it) => [it.projectId, it]));
  const kindOf = (id: string | null) => organisationOf.get(id ?? '')?.kind ?? null;
  return {
    kindOf,
    isIndividual: (id) => kindOf(id) === 'individual',
    organisation(id) {
      const it = organisationOf.get(id ?? '');
      if (!it) return id === null ? nothing : words(id, id);
      return it.kind === 'individual' ? masked : words(it.nameZh, it.nameEn);
    },
    project(id) {
      const it = projectOf.get(id ?? '');
      return it ? words(it.nameZh, it.nameEn) : words(id ?? '', id ?? '');
    },
  };
}
