import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Finding } from '../../api/models/finding';
import { FieldLabels } from './field-labels.ts';

const order = { refused: 0, warned: 1, passed: 2 };
const tone = { refused: 'bad', warned: 'wait', passed: 'good' };

/** What each rule found, the gravest first. */
@Component({
  selector: 'gbc-findings',
  imports: [TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (sorted().length === 0) {
        <p class="soft">{{ t('findings.none') }}</p>
      }
      <ul>
        @for (finding of sorted(); track $index) {
          <li>
            <span class="chip" [class]="tone[finding.outcome]">{{ t('finding.' + finding.outcome) }}</span>
            <span>
              {{ finding.message }}
              <small class="faint">
                {{ finding.field ? labels.labelOf(finding.field) : '' }}
                {{ finding.article ?? '' }}
              </small>
            </span>
          </li>
        }
      </ul>
    </ng-container>
  `,
  styles: `
    ul {
      display: grid;
      gap: 8px;
    }
    li {
      display: grid;
      grid-template-columns: 44px minmax(0, 1fr);
      gap: 8px;
      align-items: baseline;
    }
    .chip {
      justify-content: center;
    }
    small {
      display: block;
    }
  `,
})
export class Findings {
  protected readonly labels = inject(FieldLabels);
  protected readonly tone = tone;
  readonly findings = input.required<Finding[]>();
  protected readonly sorted = computed(() => [...this.findings()].sort((a, b) => order[a.outcome] - order[b.outcome]));
}
