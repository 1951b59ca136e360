import { Component, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Deposit } from '../../api/models/deposit';
import { Amount } from '../ui/amount.ts';
import { EmptyState } from '../ui/empty-state.ts';
import { ProofChip } from '../ui/proof-chip.ts';
import { Time } from '../ui/time.ts';

/** The bank's advices and how far each has come. */
@Component({
  selector: 'gbc-deposit-table',
  imports: [Amount, EmptyState, ProofChip, RouterLink, Time, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (deposits().length === 0) {
        <gbc-empty icon="funds" [title]="t('deposit.none')" [hint]="t('deposit.noneHint')" />
      } @else {
        <div class="table-scroll">
          <table class="table">
            <thead>
              <tr>
                <th>{{ t('deposit.reference') }}</th>
                <th class="number">{{ t('deposit.amount') }}</th>
                <th>{{ t('deposit.valueDate') }}</th>
                <th>{{ t('deposit.state') }}</th>
                <th>{{ t('deposit.receivedAt') }}</th>
                <th>{{ t('deposit.proof') }}</th>
              </tr>
            </thead>
            <tbody>
              @for (it of deposits(); track it.adviceId) {
                <tr>
                  <td>@if (it.lotId; as lotId) {<a [routerLink]="['/funds/lots', lotId]" [title]="t('deposit.follow')">{{ it.reference }}</a>} @else {{{ it.reference }}}<br /><code class="faint">{{ it.adviceId }}</code></td>
                  <td class="number"><gbc-amount [fen]="it.amountFen" [hasHint]="true" /></td>
                  <td>{{ it.valueDate }}</td>
                  <td>
                    <span class="chip" [class.good]="it.state === 'minted'" [class.action]="it.state === 'matched'" [class.wait]="it.state === 'received'" [class.bad]="it.state === 'parked'">{{ t('deposit.states.' + it.state) }}</span>
                    @if (it.code) {
                      <code class="faint">{{ it.code }}</code>
                    }
                  </td>
                  <td><gbc-time [at]="it.receivedAt" /></td>
                  <td>
                    @if (it.proof; as proof) {
                      <gbc-proof [proof]="proof" />
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
export class DepositTable {
  readonly deposits = input.required<Deposit[]>();
}
