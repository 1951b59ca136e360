import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getEngineStatus } from '../../api/fn/processes/get-engine-status';
import { formatPastAge } from '../format/time.ts';
import { LanguageStore } from '../language/language-store.ts';
import { liveQuery } from '../live/live-query.ts';
import { Now } from '../live/now.ts';

/** Says, while the process engine doesn't answer, what everybody waits for; at other times nothing. */
@Component({
  selector: 'gbc-engine',
  imports: [RouterLink, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (query.value(); as status) {
        @if (!status.isAnswering) {
          <a class="chip wait" role="status" routerLink="/processes" [title]="t('engine.awayHint', { since: age(), count: status.commandsWaiting })">{{ t('engine.away') }}</a>
        }
      }
    </ng-container>
  `,
})
export class EngineChip {
  readonly #api = inject(Api);
  readonly #now = inject(Now).now;
  readonly #language = inject(LanguageStore).language;
  protected readonly query = liveQuery({ params: () => true, load: () => this.#api.invoke(getEngineStatus), refreshOn: ['engine'] });
  protected readonly age = computed(() => {
    const since = this.query.value()?.since;
    return since ? formatPastAge(since, this.#now(), this.#language()) : '';
  });
}
