import { Component, computed, inject, input, output, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { moveToken } from '../../api/fn/processes/move-token';
import { setProcessVariables } from '../../api/fn/processes/set-process-variables';
import type { ProcessInstance } from '../../api/models/process-instance';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { Intent } from '../session/intent.ts';
import { ElementNames } from './element-names.ts';

/** Elements that a token can be put before: the activities of a model, by id and name. */
export function activitiesOf(bpmnXml: string): { id: string; name: string }[] {
  const elements = [...new DOMParser().parseFromString(bpmnXml, 'application/xml').getElementsByTagName('*')];
  return elements
    .filter(({ localName, namespaceURI }) => namespaceURI?.includes('BPMN') && /Task$|^task$|^callActivity$|^subProcess$/.test(localName))
    .map((element) => ({ id: element.getAttribute('id') ?? '', name: element.getAttribute('name') ?? '' }));
}

/** What a supervisor can do to an instance that stands still: move its token, set a variable. Both are written down; neither moves money. */
@Component({
  selector: 'gbc-supervise-instance',
  imports: [ProblemNotice, TranslocoDirective],
  template: `
    <details *transloco="let t">
      <summary>{{ t('supervise.title') }}</summary>
      <p class="soft">{{ t('supervise.hint') }}</p>
      @if (problem(); as it) {
        <gbc-problem [problem]="it" />
      }
      <form class="row" (submit)="move($event)">
        <label>{{ t('supervise.from') }}
          <select class="input" name="from" required>
            @for (it of instance().activeElements; track it.elementId) {
              <option [value]="it.elementId">{{ names.nameOf(it.elementId, nameOf(it.elementId)) }}</option>
            }
          </select>
        </label>
        <label>{{ t('supervise.to') }}
          <select class="input" name="to" required>
            @for (it of targets(); track it.id) {
              <option [value]="it.id">{{ names.nameOf(it.id, it.name) }}</option>
            }
          </select>
        </label>
        <label class="wide">{{ t('supervise.reason') }} <input class="input" name="reason" required maxlength="2000" /></label>
        <button class="button small" [disabled]="isBusy() || !instance().activeElements.length">{{ t('supervise.move') }}</button>
      </form>
      <form class="row" (submit)="set($event)">
        <label>{{ t('supervise.variable') }} <input class="input" name="name" required pattern="[A-Za-z_][A-Za-z0-9_]*" maxlength="80" /></label>
        <label class="wide">{{ t('supervise.value') }} <input class="input" name="value" required maxlength="4000" /></label>
        <button class="button small" [disabled]="isBusy()">{{ t('supervise.set') }}</button>
      </form>
    </details>
  `,
  styles: `
    summary {
      padding: 8px 0;
      cursor: pointer;
    }
    form {
      flex-wrap: wrap;
      align-items: end;
      gap: 10px;
      padding: 6px 0;
    }
    label {
      display: grid;
      gap: 4px;
    }
    .wide {
      flex: 1 1 220px;
    }
  `,
})
export class SuperviseInstance {
  readonly #api = inject(Api);
  readonly #intent = new Intent();
  protected readonly names = inject(ElementNames);

  readonly instance = input.required<ProcessInstance>();
  readonly bpmnXml = input.required<string>();
  readonly changed = output();
  protected readonly targets = computed(() => activitiesOf(this.bpmnXml()));
  protected readonly isBusy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);

  protected nameOf(elementId: string): string {
    return this.targets().find(({ id }) => id === elementId)?.name ?? '';
  }

  protected move(event: SubmitEvent): Promise<void> {
    const said = this.#read(event);
    const body = { fromElementId: said('from'), toElementId: said('to'), reason: said('reason') };
    return this.#send(event, body, (processInstanceKey, key) => this.#api.invoke(moveToken, { processInstanceKey, body, 'Idempotency-Key': key }));
  }

  protected set(event: SubmitEvent): Promise<void> {
    const said = this.#read(event);
    const body = { variables: { [said('name')]: jsonOrText(said('value')) } };
    return this.#send(event, body, (processInstanceKey, key) => this.#api.invoke(setProcessVariables, { processInstanceKey, body, 'Idempotency-Key': key }));
  }

  #read(event: SubmitEvent): (name: string) => string {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    return (name) => String(data.get(name) ?? '').trim();
  }

  async #send(event: SubmitEvent, content: unknown, call: (processInstanceKey: string, key: string) => Promise<unknown>): Promise<void> {
    this.isBusy.set(true);
    this.problem.set(undefined);
    try {
      await call(this.instance().processInstanceKey, this.#intent.keyFor(content));
      this.#intent.done();
      (event.target as HTMLFormElement).reset();
      this.changed.emit();
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }
}

/** What was entered as JSON; a text that is none stands for itself. */
function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
