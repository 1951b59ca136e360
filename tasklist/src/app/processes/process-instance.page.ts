import { Component, inject, input } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getProcessInstance } from '../../api/fn/processes/get-process-instance';
import type { ProcessInstance } from '../../api/models/process-instance';
import { liveQuery } from '../live/live-query.ts';
import { isDeposit } from '../tasks/task-kind.ts';
import { LiveInstance } from './live-instance.ts';

/** One instance on a page of its own: for supervisors, and for a link. */
@Component({
  selector: 'gbc-process-instance',
  imports: [LiveInstance, RouterLink, TranslocoDirective],
  template: `
    <div class="page" *transloco="let t">
      <header class="page-head">
        <div>
          <p class="faint">
            <a routerLink="/processes">{{ t('place.processes') }}</a> /
            @if (query.value(); as it) {
              <a [routerLink]="['/processes', it.processId]">{{ t('process.' + it.processId) }}</a> /
            }
            <code>{{ processInstanceKey() }}</code>
          </p>
          <h1>{{ query.value()?.applicationTitle ?? t('instance.title') }}</h1>
        </div>
        <span class="spacer"></span>
        @if (query.value(); as it) {
          @if (it.mayCancel) {
            <button type="button" class="button danger" data-action="cancel" (click)="cancel(it)">{{ t('instance.cancel') }}</button>
          }
        }
        @if (query.value()?.applicationId; as id) {
          @if (!isDeposit(id)) {
            <a class="button" [routerLink]="['/applications', id]">{{ t('instance.toApplication') }}</a>
          }
        }
      </header>
      <section class="panel"><div class="body"><gbc-live-instance [processInstanceKey]="processInstanceKey()" /></div></section>
    </div>
  `,
})
export class ProcessInstancePage {
  readonly #api = inject(Api);
  readonly #dialog = inject(MatDialog);
  readonly processInstanceKey = input.required<string>();
  protected readonly isDeposit = isDeposit;
  protected readonly query = liveQuery({
    params: () => this.processInstanceKey(),
    load: (processInstanceKey) => this.#api.invoke(getProcessInstance, { processInstanceKey }),
    refreshOn: (message) => message.topic === 'processInstance' && (!message.id || message.id === this.processInstanceKey()),
  });

  protected async cancel(instance: ProcessInstance): Promise<void> {
    const { CancelInstanceDialog } = await import('./cancel-instance-dialog.ts');
    this.#dialog.open(CancelInstanceDialog, { width: '520px', maxWidth: '96vw', data: instance }).afterClosed().subscribe(() => void this.query.refresh());
  }
}
