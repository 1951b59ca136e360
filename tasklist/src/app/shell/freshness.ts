import { Component, computed, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { formatPastAge } from '../format/time.ts';
import { LanguageStore } from '../language/language-store.ts';
import { LiveUpdates } from '../live/live-updates.ts';
import { Now } from '../live/now.ts';

/** Whether what is shown follows the server, or how old it is. */
@Component({
  selector: 'gbc-freshness',
  imports: [TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (live.isConnected()) {
        <span class="chip good" [title]="t('freshness.liveHint')"><i></i>{{ t('freshness.live') }}</span>
      } @else {
        <button type="button" class="chip wait" [title]="t('freshness.staleHint')" (click)="live.connect()">
          <i></i>{{ age() ? t('freshness.stale', { age: age() }) : t('freshness.connecting') }}
        </button>
      }
    </ng-container>
  `,
  styles: `
    i {
      width: 6px;
      height: 6px;
      border-radius: 50%;
      background: currentcolor;
    }
  `,
  host: { 'aria-live': 'polite' },
})
export class Freshness {
  readonly #now = inject(Now).now;
  readonly #language = inject(LanguageStore).language;
  protected readonly live = inject(LiveUpdates);
  protected readonly age = computed(() => {
    const heardAt = this.live.heardAt();
    return heardAt ? formatPastAge(heardAt.toISOString(), this.#now(), this.#language()) : '';
  });
}
