import { Component, computed, inject, input } from '@angular/core';
import { ActivatedRoute, Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { formatMinute } from '../format/time.ts';

/** Now, or a past moment that the page then shows; it stands in the address. */
@Component({
  selector: 'gbc-moment',
  imports: [TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <label>
        <span class="soft">{{ t('moment.at') }}</span>
        <input class="input" type="datetime-local" name="at" [value]="local()" (change)="choose($any($event.target).value)" />
      </label>
      @if (at()) {
        <button type="button" class="chip wait" (click)="choose('')">{{ t('moment.past', { at: shown() }) }} ✕</button>
      }
    </ng-container>
  `,
  styles: `
    :host,
    label {
      display: inline-flex;
      flex-wrap: wrap;
      gap: 8px;
      align-items: center;
    }
    .input {
      width: auto;
    }
  `,
})
export class MomentChoice {
  readonly #router = inject(Router);
  readonly #route = inject(ActivatedRoute);
  /** ISO 8601; nothing for now. */
  readonly at = input<string>();
  protected readonly shown = computed(() => (this.at() && !Number.isNaN(Date.parse(this.at() ?? '')) ? formatMinute(this.at() ?? '') : (this.at() ?? '')));
  protected readonly local = computed(() => this.shown().replace(' ', 'T'));

  /** A minute of Shanghai's clock, whole: what happened in it is shown. */
  protected choose(local: string): void {
    const at = local ? new Date(Date.parse(`${local}:59.999+08:00`)).toISOString() : null;
    void this.#router.navigate([], { relativeTo: this.#route, queryParams: { at, flow: null, place: null }, queryParamsHandling: 'merge' });
  }
}
