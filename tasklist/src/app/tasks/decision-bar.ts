import { Component, computed, inject, input, output, signal } from '@angular/core';
import { TranslocoDirective, TranslocoService } from '@jsverse/transloco';
import type { Task } from '../../api/models/task';
import type { TaskOutcome } from '../../api/models/task-outcome';
import { FieldLabels } from '../applications/field-labels.ts';
import { fieldOf } from '../forms/yuan-fields.ts';
import { LanguageStore } from '../language/language-store.ts';
import { ElementNames } from '../processes/element-names.ts';
import { ReferenceStore } from '../reference/reference-store.ts';
import { kindOf } from './task-kind.ts';

export interface Decided {
  outcome: TaskOutcome['outcome'];
  reason?: string;
  field?: string;
  fields?: string[];
  forwardTo?: string;
}

const officeKinds = new Set(['district', 'department', 'street']);

/** Codes for which we have words; another one is shown as it is. */
const knownReasons = new Set(['task.ownApplication', 'task.notYours', 'task.wrongRole', 'task.alreadyDecided', 'task.claimed', 'task.closed', 'task.alreadyInvolved']);

/** The footer of a task: its outcomes, what each leads to, and the reason where one is due. */
@Component({
  selector: 'gbc-decision-bar',
  imports: [TranslocoDirective],
  templateUrl: './decision-bar.html',
  styleUrl: './decision-bar.scss',
})
export class DecisionBar {
  readonly #reference = inject(ReferenceStore);
  readonly #names = inject(ElementNames);
  readonly #transloco = inject(TranslocoService);
  readonly #language = inject(LanguageStore).language;
  protected readonly labels = inject(FieldLabels);

  readonly task = input.required<Task>();
  readonly isBusy = input(false);
  readonly decided = output<Decided>();

  protected readonly explained = signal<TaskOutcome | undefined>(undefined);
  protected readonly reason = signal('');
  protected readonly field = signal('');
  /** Of a request for more: every field that is asked for. */
  protected readonly asked = signal<readonly string[]>([]);
  protected readonly office = signal('');
  protected readonly isChecked = signal(false);

  protected readonly offices = computed(() => this.#reference.organisations().filter(({ kind, organisationId }) => officeKinds.has(kind) && organisationId !== this.task().organisationId));
  protected readonly reference = this.#reference;

  /** The way forward stands last, where the hand expects it. */
  protected readonly outcomes = computed(() => [...this.task().outcomes].sort((a, b) => Number(a.reasonRequired ? 0 : 1) - Number(b.reasonRequired ? 0 : 1)));
  protected readonly mayNot = computed(() => {
    const { mayAct, mayNotBecause, state } = this.task();
    if (state === 'sending') return this.#translate('mayNot.task.sending');
    if (mayAct) return undefined;
    if (mayNotBecause && knownReasons.has(mayNotBecause)) return this.#translate(`mayNot.${mayNotBecause}`);
    return this.#translate('mayNot.other', { code: mayNotBecause ?? '' });
  });

  protected press(outcome: TaskOutcome): void {
    if (outcome.reasonRequired && this.explained() !== outcome) {
      this.explained.set(outcome);
      this.isChecked.set(false);
      return;
    }
    this.decided.emit({ outcome: outcome.outcome });
  }

  protected confirm(outcome: TaskOutcome): void {
    this.isChecked.set(true);
    const reason = this.reason().trim();
    if ((outcome.reasonRequired && !reason) || (outcome.fieldRequired && !this.isFieldNamed(outcome)) || (outcome.officeRequired && !this.office())) return;
    const fields = this.asksForMany(outcome) ? { fields: this.asked().map(fieldOf) } : { field: this.field() };
    this.decided.emit({ outcome: outcome.outcome, reason, ...fields, ...(outcome.officeRequired ? { forwardTo: this.office() } : {}) });
  }

  /** A request for more names every field that is missing; a rejection the one that it stands on. */
  protected asksForMany(outcome: TaskOutcome): boolean {
    return outcome.outcome === 'moreNeeded';
  }

  protected isFieldNamed(outcome: TaskOutcome): boolean {
    return this.asksForMany(outcome) ? this.asked().length > 0 : this.field() !== '';
  }

  protected ask(field: string, isAsked: boolean): void {
    this.asked.update((before) => (isAsked ? [...before, field] : before.filter((it) => it !== field)));
  }

  /** The button's word: the same outcome is 通过 for a reviewer and 同意付款 for the one who pays. */
  protected labelOf(outcome: TaskOutcome): string {
    const kind = kindOf(this.task());
    if (kind === 'check') return this.#translate('outcome.checked');
    if (this.task().decision === 'correction') return this.#translate(outcome.outcome === 'approved' ? 'outcome.correction.approved' : 'outcome.correction.rejected');
    const isPayout = kind === 'judge' && /payout/i.test(this.task().elementId);
    return this.#translate(`outcome.${isPayout ? 'payout.' : ''}${outcome.outcome}`);
  }

  protected nextOf(outcome: TaskOutcome): string {
    const next = outcome.next.map(({ elementId, name, group }) => [this.#reference.groupName(group), this.#names.nameOf(elementId, name)].filter(Boolean).join(' · '));
    return next.length > 0 ? this.#translate('task.after', { outcome: this.labelOf(outcome), next: next.join(' / ') }) : '';
  }

  #translate(key: string, values: Record<string, string> = {}): string {
    return this.#transloco.translate(key, values, this.#language());
  }
}
