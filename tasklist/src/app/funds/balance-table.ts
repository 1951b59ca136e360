import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Account } from '../../api/models/account';
import type { Organisation } from '../../api/models/organisation';
import { ReferenceStore } from '../reference/reference-store.ts';
import { Amount } from '../ui/amount.ts';
import { EmptyState } from '../ui/empty-state.ts';
import { balancesByOrganisation } from './balance-tree.ts';

const tiers: Organisation['kind'][] = ['district', 'department', 'street', 'firm', 'bank', 'regulator', 'operator'];

/** Who holds how much, member by member, project by project. */
@Component({
  selector: 'gbc-balance-table',
  imports: [Amount, EmptyState, TranslocoDirective],
  templateUrl: './balance-table.html',
  styles: `
    tbody .sum td {
      background: var(--surface-sunk);
      font-weight: 600;
    }
    .project {
      padding-left: 32px;
    }
  `,
})
export class BalanceTable {
  protected readonly reference = inject(ReferenceStore);
  readonly accounts = input.required<Account[]>();
  protected readonly balances = computed(() => {
    const order = [...this.reference.organisations()].sort((a, b) => tiers.indexOf(a.kind) - tiers.indexOf(b.kind)).map((it) => it.organisationId);
    return balancesByOrganisation(this.accounts(), order);
  });
}
