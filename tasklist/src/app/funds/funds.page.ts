import { Component, computed, inject, input } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getFunds } from '../../api/fn/funds/get-funds';
import { listDeposits } from '../../api/fn/funds/list-deposits';
import { getBankDesk } from '../../api/fn/funds/get-bank-desk';
import { listPayments } from '../../api/fn/funds/list-payments';
import { MomentChoice } from '../flows/moment-choice.ts';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { SessionStore, type Role } from '../session/session-store.ts';
import { Amount } from '../ui/amount.ts';
import { ExportMenu } from '../ui/export-menu.ts';
import { Icon } from '../ui/icon.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { BalanceTable } from './balance-table.ts';
import { balanceKeys, type BalanceKey } from './balance-tree.ts';
import { DepositTable } from './deposit-table.ts';
import { PaymentTable } from './payment-table.ts';

const redeemers: readonly Role[] = ['supplier', 'individual', 'finance-supervisor'];

/** How much money there is, whether the bank says the same, and who holds it. */
@Component({
  selector: 'gbc-funds',
  imports: [Amount, BalanceTable, DepositTable, ExportMenu, Icon, MomentChoice, PaymentTable, ProblemNotice, RouterLink, Skeleton, TranslocoDirective],
  templateUrl: './funds.page.html',
  styleUrl: './funds.page.scss',
})
export class FundsPage {
  readonly #api = inject(Api);
  readonly #dialog = inject(MatDialog);
  readonly #router = inject(Router);
  readonly #session = inject(SessionStore);

  /** From the address: a past moment, and under what the accounts are added up. */
  readonly at = input<string>();
  readonly by = input<string>();
  protected readonly keys = balanceKeys;
  protected readonly key = computed(() => balanceKeys.find((it) => it === this.by()) ?? 'organisation');

  protected readonly funds = liveQuery({ params: () => this.at() ?? '', load: (at) => this.#api.invoke(getFunds, at ? { at } : {}), refreshOn: ['deposits', 'application'] });
  protected readonly deposits = liveQuery({ params: () => true, load: () => this.#api.invoke(listDeposits), refreshOn: ['deposits', 'log'] });
  protected readonly payments = liveQuery({ params: () => true, load: () => this.#api.invoke(listPayments), refreshOn: ['deposits', 'application'] });
  protected readonly desk = liveQuery({ params: () => true, load: () => this.#api.invoke(getBankDesk), refreshOn: [] });
  protected readonly mayDeposit = computed(() => this.#session.has('bank-operator') && this.desk.value()?.isSimulated === true);
  /** Those whom it concerns what the bank said and what waits for a person. */
  protected readonly seesDesk = computed(() => this.#session.has('bank-operator', 'finance-supervisor', 'regulator'));
  protected readonly exports = [
    { path: 'transfers', label: 'export.transfers' },
    { path: 'budgets', label: 'export.budgets' },
  ];
  protected readonly packages = [{ path: 'ocds', label: 'export.ocds' }];
  protected readonly balanceExport = computed(() => [{ path: 'balances', label: 'funds.balances', filters: { at: this.at() } }]);
  protected readonly depositExport = [{ path: 'deposits', label: 'funds.deposits' }];
  protected readonly paymentExport = [{ path: 'payments', label: 'payment.title' }];
  protected readonly differenceFen = computed(() => {
    const funds = this.funds.value();
    return funds && funds.custodyFen !== null ? funds.custodyFen - funds.supplyFen : undefined;
  });

  /** Accounts of one's own with something on them that can be redeemed: what an office pays others from can't. */
  protected readonly redeemable = computed(() => {
    const own = this.#session.memberships().filter(({ role }) => redeemers.includes(role)).map(({ organisationId }) => organisationId);
    if (this.at()) return [];
    return (this.funds.value()?.accounts ?? []).filter(({ organisationId, isRedeemable, availableFen }) => organisationId !== null && own.includes(organisationId) && isRedeemable && availableFen > 0);
  });

  protected async addUp(key: BalanceKey): Promise<void> {
    await this.#router.navigate([], { queryParams: { by: key === 'organisation' ? null : key }, queryParamsHandling: 'merge', replaceUrl: true });
  }

  protected async redeem(): Promise<void> {
    const { RedemptionDialog } = await import('./redemption-dialog.ts');
    this.#dialog
      .open(RedemptionDialog, { width: '480px', maxWidth: '96vw', data: this.redeemable() })
      .afterClosed()
      .subscribe(() => void this.funds.refresh());
  }

  protected async deposit(): Promise<void> {
    const { DepositDialog } = await import('./deposit-dialog.ts');
    this.#dialog
      .open(DepositDialog, { width: '440px', maxWidth: '96vw' })
      .afterClosed()
      .subscribe(() => void this.deposits.refresh());
  }
}
