import { Component, computed, inject } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getFunds } from '../../api/fn/funds/get-funds';
import { listDeposits } from '../../api/fn/funds/list-deposits';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { SessionStore } from '../session/session-store.ts';
import { Amount } from '../ui/amount.ts';
import { Icon } from '../ui/icon.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { BalanceTable } from './balance-table.ts';
import { DepositTable } from './deposit-table.ts';

/** How much money there is, whether the bank says the same, and who holds it. */
@Component({
  selector: 'gbc-funds',
  imports: [Amount, BalanceTable, DepositTable, Icon, ProblemNotice, Skeleton, TranslocoDirective],
  templateUrl: './funds.page.html',
  styleUrl: './funds.page.scss',
})
export class FundsPage {
  readonly #api = inject(Api);
  readonly #dialog = inject(MatDialog);
  readonly #session = inject(SessionStore);

  protected readonly funds = liveQuery({ params: () => true, load: () => this.#api.invoke(getFunds), refreshOn: ['deposits', 'application'] });
  protected readonly deposits = liveQuery({ params: () => true, load: () => this.#api.invoke(listDeposits), refreshOn: ['deposits', 'log'] });
  protected readonly mayDeposit = computed(() => this.#session.has('bank-operator'));
  protected readonly differenceFen = computed(() => {
    const funds = this.funds.value();
    return funds && funds.custodyFen !== null ? funds.custodyFen - funds.supplyFen : undefined;
  });

  protected async deposit(): Promise<void> {
    const { DepositDialog } = await import('./deposit-dialog.ts');
    this.#dialog
      .open(DepositDialog, { width: '440px', maxWidth: '96vw' })
      .afterClosed()
      .subscribe(() => void this.deposits.refresh());
  }
}
