import { Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { TaskSummary } from '../../api/models/task-summary';
import { isDeposit } from './task-kind.ts';
import { ElementNames } from '../processes/element-names.ts';
import { ReferenceStore } from '../reference/reference-store.ts';
import { SessionStore } from '../session/session-store.ts';
import { Amount } from '../ui/amount.ts';
import { Due } from '../ui/due.ts';

/** One task of the inbox: what is asked, of whose money, how much, until when. */
@Component({
  selector: 'gbc-task-row',
  imports: [Amount, Due, RouterLink, TranslocoDirective],
  template: `
    <a *transloco="let t" [routerLink]="['/tasks', task().taskId]" queryParamsHandling="preserve" [class.open]="isOpen()" [attr.aria-current]="isOpen() ? 'true' : null">
      <span class="line">
        <strong>{{ isDeposit(task().applicationId) ? t('tasks.deposit') : task().applicationTitle }}</strong>
        <gbc-amount class="amount" [fen]="task().amountFen" />
      </span>
      <span class="line soft">
        <span>{{ names.nameOf(task().elementId, task().name) }}</span>
        @if (task().dueAt; as at) {
          <gbc-due [at]="at" />
        }
      </span>
      <span class="line faint">
        <span>{{ reference.organisationName(task().applicantOrganisationId) }}</span>
        @if (task().escalatedAt) {
          <span class="chip bad">{{ t('task.escalated') }}</span>
        }
        @if (task().state === 'sending') {
          <span class="chip wait">{{ t('task.sending') }}</span>
        } @else if (task().assigneeName; as name) {
          <span [class.mine]="task().assigneeId === session.personId()">{{ t('task.heldBy', { name }) }}</span>
        }
      </span>
    </a>
  `,
  styles: `
    a {
      display: grid;
      gap: 2px;
      padding: 10px 16px;
      border-bottom: 1px solid var(--line);
      border-left: 3px solid transparent;
      color: var(--text);
    }
    a:hover {
      background: var(--surface-sunk);
      text-decoration: none;
    }
    a.open {
      border-left-color: var(--ink);
      background: var(--ink-soft);
    }
    .line {
      display: flex;
      gap: 8px;
      align-items: baseline;
      justify-content: space-between;
    }
    strong {
      overflow: hidden;
      font-weight: 600;
      text-overflow: ellipsis;
      white-space: nowrap;
    }
    .mine {
      color: var(--ink);
    }
  `,
})
export class TaskRow {
  protected readonly reference = inject(ReferenceStore);
  protected readonly session = inject(SessionStore);
  protected readonly names = inject(ElementNames);
  readonly task = input.required<TaskSummary>();
  readonly isOpen = input(false);
  protected readonly isDeposit = isDeposit;
}
