import { Component, computed, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { formatFen } from '../format/fen.ts';
import { magnitudeOf } from '../format/magnitude.ts';

/** An amount: `¥1,234,567.00`, beside a large one its size in 万 or 亿. */
@Component({
  selector: 'gbc-amount',
  imports: [TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (fen() === null || fen() === undefined) {
        <span class="faint">—</span>
      } @else {
        <span class="figure">{{ text() }}</span>
        @if (hasHint() && magnitude(); as size) {
          <small>{{ t('amount.' + size.unit, { figure: size.figure }) }}</small>
        }
      }
    </ng-container>
  `,
  styles: `
    :host {
      white-space: nowrap;
    }
    small {
      margin-left: 6px;
      color: var(--text-faint);
      font-size: 12px;
      font-weight: 400;
    }
  `,
})
export class Amount {
  readonly fen = input.required<number | null | undefined>();
  readonly hasHint = input(false);
  protected readonly text = computed(() => formatFen(this.fen() ?? 0));
  protected readonly magnitude = computed(() => magnitudeOf(this.fen() ?? 0));
}
