import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Application } from '../../api/models/application';
import { ReferenceStore } from '../reference/reference-store.ts';
import { Icon } from '../ui/icon.ts';
import { stepsOf } from './steps.ts';

/** The flow as a row of steps: what is done, where it is now and who has it, what comes. */
@Component({
  selector: 'gbc-application-steps',
  imports: [Icon, TranslocoDirective],
  template: `
    <ol *transloco="let t" [attr.aria-label]="t('steps.label')">
      @for (step of steps(); track step.name) {
        <li [class]="step.state" [attr.aria-current]="step.state === 'now' || step.state === 'back' ? 'step' : null">
          <i>
            @if (step.state === 'done') {
              <gbc-icon name="check" />
            } @else {
              {{ $index + 1 }}
            }
          </i>
          <span>
            <strong>{{ t('steps.' + step.name) }}</strong>
            @if (step.state === 'now' || step.state === 'back') {
              <small>{{ step.state === 'back' ? t('state.' + application().state) : '' }} {{ waiting() }}</small>
            }
          </span>
        </li>
      }
    </ol>
  `,
  styles: `
    ol {
      display: flex;
      gap: 0;
      padding: 14px 16px;
      overflow-x: auto;
      border: 1px solid var(--line);
      border-radius: 6px;
      background: var(--surface);
    }
    li {
      display: flex;
      flex: 1;
      gap: 8px;
      align-items: flex-start;
      min-width: max-content;
      color: var(--text-faint);
    }
    li:not(:last-child)::after {
      flex: 1;
      align-self: flex-start;
      min-width: 16px;
      height: 1px;
      margin: 11px 12px 0 0;
      background: var(--line-strong);
      content: '';
    }
    li:last-child {
      flex: none;
    }
    i {
      display: grid;
      place-items: center;
      width: 22px;
      height: 22px;
      border: 1px solid var(--line-strong);
      border-radius: 50%;
      font-size: 12px;
      font-style: normal;
    }
    i gbc-icon {
      zoom: 0.75;
    }
    strong {
      font-weight: 500;
    }
    small {
      display: block;
    }
    .done {
      color: var(--text);
    }
    .done i {
      border-color: var(--good);
      color: var(--good);
    }
    .done::after {
      background: var(--good) !important;
    }
    .now {
      color: var(--ink-strong);
    }
    .now i {
      border-color: var(--ink);
      background: var(--ink);
      color: var(--on-ink);
    }
    .back {
      color: var(--bad);
    }
    .back i {
      border-color: var(--bad);
      background: var(--bad-soft);
    }
    @media (max-width: 760px) {
      ol {
        display: grid;
        gap: 10px;
      }
      li::after {
        display: none;
      }
    }
  `,
})
export class ApplicationSteps {
  readonly #reference = inject(ReferenceStore);
  readonly application = input.required<Application>();
  protected readonly steps = computed(() => stepsOf(this.application()));
  protected readonly waiting = computed(() => this.application().waitingFor.map((group) => this.#reference.groupName(group)).join(' / '));
}
