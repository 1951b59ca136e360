import { Component, computed, inject, signal } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { listFreezes } from '../../api/fn/funds/list-freezes';
import type { Freeze } from '../../api/models/freeze';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { ReferenceStore } from '../reference/reference-store.ts';
import { SessionStore } from '../session/session-store.ts';
import { EmptyState } from '../ui/empty-state.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { Time } from '../ui/time.ts';

const tone: Record<Freeze['state'], string> = { inForce: 'bad', lifted: 'good', expired: '' };

/** Every freeze that the reader may know of: what, why, until when, who has appealed, and whose turn it is. */
@Component({
  selector: 'gbc-freezes',
  imports: [EmptyState, ProblemNotice, RouterLink, Skeleton, Time, TranslocoDirective],
  templateUrl: './freezes.page.html',
  styleUrl: './freezes.page.scss',
})
export class FreezesPage {
  readonly #api = inject(Api);
  readonly #dialog = inject(MatDialog);
  readonly #session = inject(SessionStore);
  protected readonly reference = inject(ReferenceStore);
  protected readonly tone = tone;

  protected readonly query = liveQuery({ params: () => true, load: () => this.#api.invoke(listFreezes), refreshOn: ['application'] });
  protected readonly isRegulator = computed(() => this.#session.has('regulator'));
  protected readonly withEnded = signal(false);
  readonly #all = computed(() => this.query.value()?.items ?? []);
  protected readonly endedCount = computed(() => this.#all().filter(({ state }) => state !== 'inForce').length);
  /** Those that wait for an answer first. */
  protected readonly freezes = computed(() =>
    this.#all()
      .filter(({ state }) => this.withEnded() || state === 'inForce')
      .sort((a, b) => Number(b.state === 'inForce') - Number(a.state === 'inForce') || Number(b.appealedAt !== null) - Number(a.appealedAt !== null)),
  );

  protected nameOf({ subject, title, projectId, organisationId, subjectId }: Freeze): string {
    if (subject === 'application') return title ?? subjectId;
    return [this.reference.organisationName(organisationId), this.reference.projectName(projectId)].filter(Boolean).join(' · ') || subjectId;
  }

  /** Whose turn it is, of a freeze in force. */
  protected turnOf({ appealedAt, mayAnswer, mayAppealFor, orderedBy, expiresAt }: Freeze): string {
    if (appealedAt) return mayAnswer ? 'answerIt' : orderedBy.isReader ? 'anotherAnswers' : 'awaitsAnswer';
    if (mayAppealFor.length) return 'mayAppeal';
    return expiresAt ? 'expires' : 'untilLifted';
  }

  protected async act(act: 'appeal' | 'answer', { freezeId, appealedAt, mayAppealFor }: Freeze): Promise<void> {
    const { FreezeDialog } = await import('./freeze-dialog.ts');
    const data = { act, freezeId, isAppealed: appealedAt !== null, organisationIds: mayAppealFor };
    this.#dialog.open(FreezeDialog, { width: '480px', maxWidth: '96vw', data }).afterClosed().subscribe(() => void this.query.refresh());
  }
}
