import { Component, computed, inject, input, output, signal } from '@angular/core';
import { MatSnackBar } from '@angular/material/snack-bar';
import { TranslocoDirective, TranslocoService } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { claimTask } from '../../api/fn/tasks/claim-task';
import { releaseTask } from '../../api/fn/tasks/release-task';
import type { Task } from '../../api/models/task';
import { problemOf } from '../problems/problem.ts';
import { Intent } from '../session/intent.ts';
import { SessionStore } from '../session/session-store.ts';

/** Who works on a task; taking it on, giving it back. */
@Component({
  selector: 'gbc-task-claim',
  imports: [TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (task().state === 'open') {
        @if (isMine()) {
          <span class="chip action">{{ t('task.mine') }}</span>
          <button type="button" class="button small" data-action="release" [disabled]="isBusy()" (click)="change()">{{ t('task.release') }}</button>
        } @else if (task().assigneeName; as name) {
          <span class="chip">{{ t('task.heldBy', { name }) }}</span>
        } @else if (task().mayAct) {
          <button type="button" class="button small" data-action="claim" [disabled]="isBusy()" (click)="change()">{{ t('task.claim') }}</button>
        }
      }
    </ng-container>
  `,
  styles: `
    :host {
      display: flex;
      gap: 8px;
      align-items: center;
    }
  `,
})
export class TaskClaim {
  readonly #api = inject(Api);
  readonly #snackBar = inject(MatSnackBar);
  readonly #transloco = inject(TranslocoService);
  readonly #personId = inject(SessionStore).personId;
  readonly #intent = new Intent();

  readonly task = input.required<Task>();
  readonly changed = output();
  protected readonly isBusy = signal(false);
  protected readonly isMine = computed(() => this.task().assigneeId !== null && this.task().assigneeId === this.#personId());

  protected async change(): Promise<void> {
    this.isBusy.set(true);
    const { taskId } = this.task();
    const command = this.isMine() ? releaseTask : claimTask;
    try {
      await this.#api.invoke(command, { taskId, 'Idempotency-Key': this.#intent.keyFor([taskId, this.isMine()]) });
      this.#intent.done();
    } catch (error) {
      const problem = problemOf(error);
      this.#snackBar.open(problem.detail || problem.title || this.#transloco.translate('problem.unexpected.title'), undefined, { duration: 6000 });
    } finally {
      this.isBusy.set(false);
      this.changed.emit();
    }
  }
}
