import { Component, computed, inject, input, output } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Account } from '../../api/models/account';
import type { Organisation } from '../../api/models/organisation';
import { FreezeButton } from '../freezes/freeze-button.ts';
import { ReferenceStore } from '../reference/reference-store.ts';
import { Amount } from '../ui/amount.ts';
import { EmptyState } from '../ui/empty-state.ts';
import { balancesBy, type BalanceKey } from './balance-tree.ts';

const tiers: Organisation['kind'][] = ['district', 'department', 'street', 'firm', 'individual', 'bank', 'regulator', 'operator'];
const columns = ['appropriatedFen', 'receivedFen', 'paidFen', 'setAsideFen', 'redeemedFen', 'balanceFen', 'heldFen', 'availableFen'] as const;

/** What became of the money, member by member or project by project, account by account. */
@Component({
  selector: 'gbc-balance-table',
  imports: [Amount, EmptyState, FreezeButton, RouterLink, TranslocoDirective],
  templateUrl: './balance-table.html',
  styles: `
    tbody .sum td {
      background: var(--surface-sunk);
      font-weight: 600;
    }
    .account {
      padding-left: 32px;
    }
    td:first-child {
      min-width: 220px;
    }
    .account code {
      margin-left: 6px;
    }
  `,
})
export class BalanceTable {
  protected readonly reference = inject(ReferenceStore);
  readonly accounts = input.required<Account[]>();
  readonly changed = output();
  readonly by = input<BalanceKey>('organisation');
  /** The past moment that is shown, handed on to the pages of projects. */
  readonly at = input<string>();
  protected readonly columns = columns;
  readonly #members = computed(() => [...this.reference.organisations()].sort((a, b) => tiers.indexOf(a.kind) - tiers.indexOf(b.kind)).map((it) => it.organisationId));
  protected readonly balances = computed(() => {
    const order = this.by() === 'organisation' ? this.#members() : this.reference.projects().map(({ projectId }) => projectId);
    const rank = ({ organisationId }: Account): number => this.#members().indexOf(organisationId ?? '');
    return balancesBy(this.by(), this.accounts(), order).map((group) => ({
      ...group,
      name: this.by() === 'organisation' ? this.reference.organisationName(group.id) : this.reference.projectName(group.id),
      projectId: this.by() === 'project' ? group.id : null,
      accounts: this.by() === 'project' ? [...group.accounts].sort((a, b) => rank(a) - rank(b)) : group.accounts,
    }));
  });

  protected nameOf({ organisationId, projectId }: Account): string {
    return `${this.reference.organisationName(organisationId)} · ${this.reference.projectName(projectId)}`;
  }
}
