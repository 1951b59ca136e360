import { Component, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { ProposalSummary } from '../../api/models/proposal-summary';
import { EmptyState } from '../ui/empty-state.ts';
import { Time } from '../ui/time.ts';
import { ProcessNames } from './process-names.ts';

/** Proposals to redraw flows: waiting for review, or past it. */
@Component({
  selector: 'gbc-proposal-table',
  imports: [EmptyState, RouterLink, Time, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (proposals().length === 0) {
        <gbc-empty icon="edit" [title]="t('proposals.none')" [hint]="t('proposals.noneHint')" />
      } @else {
        <div class="table-scroll">
          <table class="table">
            <thead>
              <tr>
                <th>{{ t('proposals.column.note') }}</th>
                <th>{{ t('proposals.column.process') }}</th>
                <th class="number">{{ t('proposals.column.base') }}</th>
                <th>{{ t('proposals.column.state') }}</th>
                <th>{{ t('proposals.column.proposedBy') }}</th>
                <th>{{ t('proposals.column.decidedBy') }}</th>
              </tr>
            </thead>
            <tbody>
              @for (it of proposals(); track it.proposalId) {
                <tr>
                  <td><a [routerLink]="['/proposals', it.proposalId]">{{ it.note }}</a></td>
                  <td>{{ names.nameOf(it.processId) }}</td>
                  <td class="number">{{ it.baseVersion }}</td>
                  <td>
                    <span class="chip" [class.action]="it.state === 'open'" [class.good]="it.state === 'accepted'" [class.bad]="it.state === 'rejected'" [class.wait]="it.state === 'stale'">{{ t('proposals.state.' + it.state) }}</span>
                    @if (it.mayDecide) {
                      <span class="chip wait">{{ t('proposals.waitsForYou') }}</span>
                    }
                  </td>
                  <td>{{ it.proposedBy }} <small class="faint"><gbc-time [at]="it.proposedAt" /></small></td>
                  <td>
                    {{ it.decidedBy ?? '—' }}
                    @if (it.decidedAt; as at) {
                      <small class="faint"><gbc-time [at]="at" /></small>
                    }
                  </td>
                </tr>
              }
            </tbody>
          </table>
        </div>
      }
    </ng-container>
  `,
})
export class ProposalTable {
  protected readonly names = inject(ProcessNames);
  readonly proposals = input.required<ProposalSummary[]>();
}
