import { Component, computed, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getLogStatus } from '../../api/fn/evidence/get-log-status';
import { formatPastAge } from '../format/time.ts';
import { LanguageStore } from '../language/language-store.ts';
import { liveQuery } from '../live/live-query.ts';
import { Now } from '../live/now.ts';
import { Icon } from '../ui/icon.ts';

/** How old the newest anchor of the log on the chain is. */
@Component({
  selector: 'gbc-anchor',
  imports: [Icon, RouterLink, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (query.value(); as status) {
        <a class="chip" [class.wait]="status.error" routerLink="/evidence" [title]="t('anchor.hint', { size: status.anchoredSize, block: status.blockNumber ?? '—' })">
          <gbc-icon name="chain" />
          @if (status.error) {
            {{ t('anchor.unreachable') }}
            @if (age()) {
              · {{ t('anchor.age', { age: age() }) }}
            }
          } @else if (age()) {
            {{ t('anchor.age', { age: age() }) }}
          } @else {
            {{ t('anchor.none') }}
          }
        </a>
      }
    </ng-container>
  `,
  styles: `
    gbc-icon {
      zoom: 0.8;
    }
  `,
})
export class AnchorChip {
  readonly #api = inject(Api);
  readonly #now = inject(Now).now;
  readonly #language = inject(LanguageStore).language;
  protected readonly query = liveQuery({ params: () => true, load: () => this.#api.invoke(getLogStatus), refreshOn: ['log'] });
  protected readonly age = computed(() => {
    const at = this.query.value()?.anchoredAt;
    return at ? formatPastAge(at, this.#now(), this.#language()) : '';
  });
}
