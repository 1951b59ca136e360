import { Component, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getEngineStatus } from '../../api/fn/processes/get-engine-status';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { Time } from '../ui/time.ts';

/** How the process engine fares: whether it answers, what waits for it, how soon foreign cancels are seen. */
@Component({
  selector: 'gbc-engine-panel',
  imports: [ProblemNotice, Time, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (query.value(); as it) {
        <section class="panel">
          <p class="body row">
            <strong>{{ t('engine.title') }}</strong>
            <span class="soft">{{ t('engine.' + it.kind) }}</span>
            <span class="chip" [class.good]="it.isAnswering" [class.wait]="!it.isAnswering">{{ t(it.isAnswering ? 'engine.answers' : 'engine.away') }}</span>
            <span class="soft">{{ t('engine.since') }} <gbc-time [at]="it.since" /></span>
            @if (it.commandsWaiting) {
              <span class="chip wait">{{ t('engine.waiting', { count: it.commandsWaiting }) }}</span>
            }
            @if (it.sweep; as sweep) {
              <small class="faint">{{ t('engine.sweep', { worst: seconds(sweep.worstMs), looked: sweep.looked, took: seconds(sweep.tookMs), rate: sweep.perSecondMax }) }}</small>
            }
          </p>
        </section>
      } @else if (query.problem(); as it) {
        <gbc-problem [problem]="it" [canRetry]="true" (retry)="query.refresh()" />
      }
    </ng-container>
  `,
})
export class EnginePanel {
  readonly #api = inject(Api);
  protected readonly query = liveQuery({ params: () => true, load: () => this.#api.invoke(getEngineStatus), refreshOn: ['engine', 'tasks'] });
  protected readonly seconds = (ms: number) => Math.round(ms / 100) / 10;
}
