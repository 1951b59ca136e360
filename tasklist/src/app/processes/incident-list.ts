import { Component, computed, inject, input, output, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { resolveIncident } from '../../api/fn/processes/resolve-incident';
import type { ProcessInstance } from '../../api/models/process-instance';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { Intent } from '../session/intent.ts';
import { SessionStore } from '../session/session-store.ts';
import { Time } from '../ui/time.ts';
import { ElementNames } from './element-names.ts';

type Incident = ProcessInstance['incidentList'][number];

/** What an instance is stuck on; a supervisor has it tried again. */
@Component({
  selector: 'gbc-incidents',
  imports: [ProblemNotice, Time, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (problem(); as it) {
        <gbc-problem [problem]="it" />
      }
      <ul>
        @for (it of incidents(); track it.incidentKey) {
          <li>
            <span class="chip bad">{{ t('incident.word') }}</span>
            <span class="words">
              <strong>{{ names.nameOf(it.elementId, '') }}</strong> {{ isStill(it) ? t('incident.standsStill') : it.message }}
              <small class="faint"><code>{{ it.errorType }}</code> · <gbc-time [at]="it.raisedAt" /></small>
            </span>
            @if (isStill(it)) {
              <!-- Only the engine knows what keeps it. -->
            } @else if (mayRetry()) {
              <button type="button" class="button small" [disabled]="busyKey() === it.incidentKey" (click)="retry(it)">{{ t('incident.retry') }}</button>
            } @else {
              <small class="faint">{{ t('incident.supervisorOnly') }}</small>
            }
          </li>
        }
      </ul>
    </ng-container>
  `,
  styles: `
    li {
      display: flex;
      gap: 10px;
      align-items: baseline;
      padding: 8px 12px;
      border-left: 3px solid var(--bad);
      background: var(--bad-soft);
    }
    .words {
      flex: 1;
    }
    small {
      display: block;
    }
  `,
})
export class IncidentList {
  readonly #api = inject(Api);
  readonly #session = inject(SessionStore);
  readonly #intent = new Intent();
  protected readonly names = inject(ElementNames);

  readonly incidents = input.required<Incident[]>();
  readonly resolved = output();
  protected readonly mayRetry = computed(() => this.#session.has('supervisor'));
  protected readonly isStill = ({ errorType }: Incident) => errorType === 'STANDS_STILL';
  protected readonly busyKey = signal<string | undefined>(undefined);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected async retry({ incidentKey }: Incident): Promise<void> {
    this.busyKey.set(incidentKey);
    this.problem.set(undefined);
    try {
      await this.#api.invoke(resolveIncident, { incidentKey, 'Idempotency-Key': this.#intent.keyFor(incidentKey) });
      this.#intent.done();
      this.resolved.emit();
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.busyKey.set(undefined);
    }
  }
}
