import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { FormData } from '../forms/yuan-fields.ts';
import { ReferenceStore } from '../reference/reference-store.ts';
import { Amount } from '../ui/amount.ts';
import { FieldLabels } from './field-labels.ts';

interface Fact {
  field: string;
  value: unknown;
  kind: 'text' | 'amount' | 'project';
}

interface FactGroup {
  name: 'proposal' | 'contract' | 'invoice' | 'request' | 'creditor';
  facts: Fact[];
}

const isRecord = (value: unknown): value is FormData => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Told above by the name of its project. */
const toldElsewhere = 'accountId';

function factsOf(prefix: string, data: FormData): Fact[] {
  return Object.entries(data)
    .filter(([key, value]) => !isRecord(value) && key !== toldElsewhere)
    .map(([key, value]) => {
      const kind = key.endsWith('Fen') ? 'amount' : key === 'projectId' ? 'project' : 'text';
      return { field: prefix + key, value, kind };
    });
}

/** What was applied for, to be read: grouped as on the form, with what a resubmission changed marked. */
@Component({
  selector: 'gbc-application-facts',
  imports: [Amount, TranslocoDirective],
  templateUrl: './application-facts.html',
  styleUrl: './application-facts.scss',
})
export class ApplicationFacts {
  protected readonly labels = inject(FieldLabels);
  protected readonly reference = inject(ReferenceStore);

  readonly form = input.required<FormData>();
  readonly changedFields = input<string[]>([]);
  readonly citedField = input<string | null>();

  protected readonly groups = computed<FactGroup[]>(() => {
    const form = this.form();
    const nested = (name: 'proposal' | 'contract' | 'invoice' | 'creditor'): FactGroup => {
      const part = form[name];
      return { name, facts: isRecord(part) ? factsOf(`${name}.`, part) : [] };
    };
    const groups: FactGroup[] = [nested('proposal'), nested('contract'), nested('invoice'), { name: 'request', facts: factsOf('', form) }, nested('creditor')];
    return groups.filter(({ facts }) => facts.length > 0);
  });

  protected asNumber(value: unknown): number | null {
    return typeof value === 'number' ? value : null;
  }

  protected asText(value: unknown): string {
    return typeof value === 'string' ? value : '';
  }
}
