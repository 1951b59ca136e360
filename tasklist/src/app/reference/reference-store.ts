import { computed, inject, Injectable } from '@angular/core';
import { TranslocoService } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { listOrganisations } from '../../api/fn/reference/list-organisations';
import { listProjects } from '../../api/fn/reference/list-projects';
import type { Organisation } from '../../api/models/organisation';
import type { Project } from '../../api/models/project';
import { LanguageStore } from '../language/language-store.ts';
import { liveQuery } from '../live/live-query.ts';
import { SessionStore } from '../session/session-store.ts';

/** The alliance's members and projects, and their names in the reader's language. */
@Injectable({ providedIn: 'root' })
export class ReferenceStore {
  readonly #api = inject(Api);
  readonly #language = inject(LanguageStore).language;
  readonly #transloco = inject(TranslocoService);
  readonly #personId = inject(SessionStore).personId;

  readonly #organisationQuery = liveQuery({
    params: () => this.#personId(),
    load: async () => (await this.#api.invoke(listOrganisations)).items,
    refreshOn: [],
  });
  readonly #projectQuery = liveQuery({
    params: () => this.#personId(),
    load: async () => (await this.#api.invoke(listProjects)).items,
    refreshOn: ['application', 'deposits'],
  });

  readonly organisations = computed(() => this.#organisationQuery.value() ?? []);
  readonly hasProjects = computed(() => this.#projectQuery.value() !== undefined);
  readonly projects = computed(() => this.#projectQuery.value() ?? []);
  readonly #organisationsById = computed(() => new Map(this.organisations().map((it) => [it.organisationId, it])));
  readonly #projectsById = computed(() => new Map(this.projects().map((it) => [it.projectId, it])));

  organisation(organisationId: string): Organisation | undefined {
    return this.#organisationsById().get(organisationId);
  }

  project(projectId: string): Project | undefined {
    return this.#projectsById().get(projectId);
  }

  nameOf(it: { nameZh: string; nameEn: string }): string {
    return this.#language() === 'en' ? it.nameEn : it.nameZh;
  }

  organisationName(organisationId: string | null | undefined): string {
    if (!organisationId) return '';
    const organisation = this.organisation(organisationId);
    return organisation ? this.nameOf(organisation) : organisationId;
  }

  projectName(projectId: string | null | undefined): string {
    if (!projectId) return '';
    const project = this.project(projectId);
    return project ? this.nameOf(project) : projectId;
  }

  roleName(role: string): string {
    return this.#transloco.translate(`role.${role}`, {}, this.#language());
  }

  /** A candidate group `{organisationId}/{role}` in words. */
  groupName(group: string | null): string {
    if (!group) return '';
    const [organisationId = '', role = ''] = group.split('/');
    return role ? `${this.organisationName(organisationId)} · ${this.roleName(role)}` : this.organisationName(group);
  }
}
