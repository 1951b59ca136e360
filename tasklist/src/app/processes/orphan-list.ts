import { Component, computed, inject, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { listOrphanedApplications } from '../../api/fn/processes/list-orphaned-applications';
import { restartApplication } from '../../api/fn/processes/restart-application';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { Intent } from '../session/intent.ts';
import { SessionStore } from '../session/session-store.ts';
import { isDeposit } from '../tasks/task-kind.ts';
import { Time } from '../ui/time.ts';
import { ElementNames } from './element-names.ts';
import { ProcessNames } from './process-names.ts';

/** Applications whose process went with the engine's data: a supervisor begins each again where it stood. Shows nothing where there is none. */
@Component({
  selector: 'gbc-orphans',
  imports: [ProblemNotice, RouterLink, Time, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (query.problem() ?? problem(); as it) {
        <gbc-problem [problem]="it" [canRetry]="true" (retry)="query.refresh()" />
      }
      @if (orphans().length) {
        <section class="panel lost">
          <header><h2>{{ t('orphans.title') }}</h2><span class="chip bad">{{ orphans().length }}</span></header>
          <p class="body soft">{{ t('orphans.hint') }}</p>
          <div class="table-scroll">
            <table class="table">
              <thead>
                <tr>
                  <th>{{ t('orphans.application') }}</th>
                  <th>{{ t('orphans.stoodAt') }}</th>
                  <th>{{ t('instances.column.started') }}</th>
                  <th></th>
                </tr>
              </thead>
              <tbody>
                @for (it of orphans(); track it.applicationId) {
                  <tr>
                    <td>
                      @if (isDeposit(it.applicationId)) {
                        {{ t('orphans.deposit') }} <code class="faint">{{ it.applicationId }}</code>
                      } @else {
                        <a [routerLink]="['/applications', it.applicationId]">{{ it.title ?? it.applicationId }}</a>
                      }
                      <small class="faint">{{ processes.nameOf(it.processId) }}</small>
                    </td>
                    <td>
                      @for (elementId of it.stoodAt; track elementId) {
                        <span>{{ elements.nameOf(elementId, '') }} </span>
                      } @empty {
                        {{ t('orphans.atStart') }}
                      }
                    </td>
                    <td>
                      @if (it.startedAt; as at) {
                        <gbc-time [at]="at" />
                      }
                    </td>
                    <td>
                      @if (it.mayRestart) {
                        <button type="button" class="button small" [disabled]="busyId() === it.applicationId" (click)="restart(it.applicationId)">{{ t('orphans.restart') }}</button>
                      } @else {
                        <small class="faint">{{ t(isSupervisor() ? 'orphans.notReady' : 'orphans.supervisorOnly') }}</small>
                      }
                    </td>
                  </tr>
                }
              </tbody>
            </table>
          </div>
        </section>
      }
    </ng-container>
  `,
  styles: `
    .lost {
      border-left: 3px solid var(--bad);
    }
    td small {
      display: block;
    }
  `,
})
export class OrphanList {
  readonly #api = inject(Api);
  readonly #session = inject(SessionStore);
  readonly #intent = new Intent();
  protected readonly elements = inject(ElementNames);
  protected readonly processes = inject(ProcessNames);
  protected readonly isDeposit = isDeposit;
  protected readonly query = liveQuery({ params: () => true, load: () => this.#api.invoke(listOrphanedApplications), refreshOn: ['engine', 'tasks'] });
  protected readonly orphans = computed(() => this.query.value()?.items ?? []);
  protected readonly isSupervisor = computed(() => this.#session.has('supervisor'));
  protected readonly busyId = signal<string | undefined>(undefined);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected async restart(applicationId: string): Promise<void> {
    this.busyId.set(applicationId);
    this.problem.set(undefined);
    try {
      await this.#api.invoke(restartApplication, { applicationId, 'Idempotency-Key': this.#intent.keyFor(applicationId) });
      this.#intent.done();
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.busyId.set(undefined);
      await this.query.refresh();
    }
  }
}
