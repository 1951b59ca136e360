import { Component, computed, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Icon } from '../ui/icon.ts';
import type { Problem } from './problem.ts';

/** Says what happened, which fields are meant, and what to do; offers to try again where that can help. */
@Component({
  selector: 'gbc-problem',
  imports: [Icon, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <gbc-icon name="alert" />
      <div class="words">
        <strong>{{ problem().title || t('problem.' + clientCode() + '.title') }}</strong>
        <p>{{ problem().detail || t('problem.' + clientCode() + '.detail') }}</p>
        @if (problem().errors?.length) {
          <ul>
            @for (error of problem().errors; track $index) {
              <li>{{ error.message }}</li>
            }
          </ul>
        }
        @if (problem().traceId) {
          <small class="faint">{{ problem().code }} · {{ problem().traceId }}</small>
        }
      </div>
      @if (canRetry()) {
        <button type="button" class="button small" (click)="retry.emit()">{{ t('action.retry') }}</button>
      }
    </ng-container>
  `,
  styles: `
    :host {
      display: flex;
      gap: 10px;
      align-items: flex-start;
      padding: 10px 12px;
      border-radius: var(--radius);
      background: var(--bad-soft);
      color: var(--bad);
    }
    .words {
      flex: 1;
      min-width: 0;
      color: var(--text);
    }
    ul {
      margin: 4px 0 0 16px;
      list-style: disc;
    }
  `,
  host: { role: 'alert' },
})
export class ProblemNotice {
  readonly problem = input.required<Problem>();
  readonly canRetry = input(false);
  readonly retry = output();

  protected readonly clientCode = computed(() => (this.problem().code === 'client.offline' ? 'offline' : 'unexpected'));
}
