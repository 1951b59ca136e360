import { Component, computed, inject, signal } from '@angular/core';
import { MatDialog } from '@angular/material/dialog';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getBankDesk } from '../../api/fn/funds/get-bank-desk';
import { listBankRecords } from '../../api/fn/funds/list-bank-records';
import { listParked } from '../../api/fn/funds/list-parked';
import { listPayments } from '../../api/fn/funds/list-payments';
import type { BankRecord } from '../../api/models/bank-record';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { ReferenceStore } from '../reference/reference-store.ts';
import { SessionStore } from '../session/session-store.ts';
import { Amount } from '../ui/amount.ts';
import { EmptyState } from '../ui/empty-state.ts';
import { Icon } from '../ui/icon.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { Time } from '../ui/time.ts';
import { ParkedDeposits } from './parked-deposits.ts';
import { ParkedPayments } from './parked-payments.ts';
import { RecordTable } from './record-table.ts';

/** Where the bank's word meets ours: its papers, where it is told off line, and what of its word waits for a person. */
@Component({
  selector: 'gbc-bank-desk',
  imports: [Amount, EmptyState, Icon, ParkedDeposits, ParkedPayments, ProblemNotice, RecordTable, RouterLink, Skeleton, Time, TranslocoDirective],
  templateUrl: './bank-desk.page.html',
})
export class BankDeskPage {
  readonly #api = inject(Api);
  readonly #dialog = inject(MatDialog);
  readonly #session = inject(SessionStore);
  readonly #reference = inject(ReferenceStore);

  protected readonly desk = liveQuery({ params: () => true, load: () => this.#api.invoke(getBankDesk), refreshOn: [] });
  protected readonly isManual = computed(() => this.desk.value()?.adapter === 'manual');
  protected readonly parked = liveQuery({ params: () => true, load: () => this.#api.invoke(listParked), refreshOn: ['deposits', 'application'] });
  protected readonly payments = liveQuery({ params: () => this.isManual() || undefined, load: () => this.#api.invoke(listPayments), refreshOn: ['deposits', 'application'] });
  protected readonly toTell = computed(() => (this.payments.value()?.items ?? []).filter(({ state }) => state === 'waiting'));
  protected readonly isDistrict = computed(() => this.#session.memberships().some(({ role, organisationId }) => role === 'finance-supervisor' && this.#reference.organisation(organisationId)?.kind === 'district'));
  protected readonly isClerk = computed(() => this.isDistrict() || this.#session.has('bank-operator'));
  protected readonly records = liveQuery({ params: () => (this.isManual() && (this.isClerk() || this.#session.has('regulator'))) || undefined, load: () => this.#api.invoke(listBankRecords), refreshOn: ['deposits'] });
  /** What came of the second reading just now. */
  protected readonly checked = signal<BankRecord | undefined>(undefined);

  protected async open(second?: BankRecord): Promise<void> {
    const { PaperDialog } = await import('./paper-dialog.ts');
    this.checked.set(undefined);
    this.#dialog
      .open(PaperDialog, { width: '560px', maxWidth: '96vw', data: second ? { second } : {} })
      .afterClosed()
      .subscribe((record?: BankRecord) => {
        if (second && record) this.checked.set(record);
        void this.refresh();
      });
  }

  protected async refresh(): Promise<void> {
    await Promise.all([this.records.refresh(), this.parked.refresh(), this.payments.refresh()]);
  }
}
