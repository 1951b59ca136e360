import { Component, computed, inject, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { listPeople } from '../../api/fn/reference/list-people';
import type { Person } from '../../api/models/person';
import { ErasureButton } from '../erasure/erasure-button.ts';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { ReferenceStore } from '../reference/reference-store.ts';
import { SessionStore } from '../session/session-store.ts';
import { EmptyState } from '../ui/empty-state.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { Time } from '../ui/time.ts';

/** Who may act for which member of the alliance, in which role. Nothing here moves money. */
@Component({
  selector: 'gbc-people',
  imports: [EmptyState, ErasureButton, ProblemNotice, Skeleton, Time, TranslocoDirective],
  templateUrl: './people.page.html',
  styleUrl: './people.page.scss',
})
export class PeoplePage {
  readonly #api = inject(Api);
  readonly #session = inject(SessionStore);
  protected readonly reference = inject(ReferenceStore);

  protected readonly mayLook = computed(() => this.#session.has('platform-admin', 'regulator'));
  protected readonly mayErase = computed(() => this.#session.has('platform-admin'));
  protected readonly query = liveQuery({ params: () => (this.mayLook() ? true : undefined), load: () => this.#api.invoke(listPeople), refreshOn: [] });
  protected readonly text = signal('');
  /** Each member with its people; those of none last. */
  protected readonly offices = computed(() => {
    const people = this.query.value()?.items ?? [];
    const wanted = this.text().trim().toLowerCase();
    return this.reference
      .organisations()
      .map((organisation) => ({ organisation, people: people.filter((person) => rolesIn(person, organisation.organisationId).length > 0) }))
      .filter(({ organisation, people: own }) => {
        const texts = [organisation.nameZh, organisation.nameEn, organisation.organisationId, ...own.flatMap(({ name, login }) => [name ?? '', login ?? ''])];
        return !wanted || texts.some((it) => it.toLowerCase().includes(wanted));
      });
  });
  protected readonly withoutOffice = computed(() => (this.query.value()?.items ?? []).filter(({ memberships }) => memberships.length === 0));

  /** Somebody else whose name is still there. */
  protected canErase({ name, personId }: Person): boolean {
    return name !== null && personId !== this.#session.personId();
  }

  protected rolesOf(person: Person, organisationId: string): Person['memberships'] {
    return rolesIn(person, organisationId);
  }
}

const rolesIn = ({ memberships }: Person, organisationId: string): Person['memberships'] => memberships.filter((it) => it.organisationId === organisationId);
