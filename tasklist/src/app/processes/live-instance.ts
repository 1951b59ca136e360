import { Component, computed, forwardRef, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { getProcessInstance } from '../../api/fn/processes/get-process-instance';
import { getProcessModel } from '../../api/fn/processes/get-process-model';
import { Diagram, type Tokens } from '../diagram/diagram.ts';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { Time } from '../ui/time.ts';
import { IncidentList } from './incident-list.ts';
import { SessionStore } from '../session/session-store.ts';
import { ProcessNames } from './process-names.ts';
import { SuperviseInstance } from './supervise-instance.ts';

/** One instance: its diagram with the token where it is now, and what keeps it from moving. */
@Component({
  selector: 'gbc-live-instance',
  imports: [Diagram, forwardRef(() => LiveInstance), IncidentList, ProblemNotice, Skeleton, SuperviseInstance, Time, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (query.problem() ?? model.problem(); as it) {
        <gbc-problem [problem]="it" [canRetry]="true" (retry)="query.refresh(); model.refresh()" />
      }
      @if (query.value(); as it) {
        <p class="row">
          <span class="chip" [class.action]="it.state === 'running'" [class.good]="it.state === 'completed'" [class.bad]="it.state === 'terminated'">{{ t('instance.state.' + it.state) }}</span>
          <span class="soft">{{ names.nameOf(it.processId) }} · {{ t('process.version', { version: it.version }) }} · {{ t('instance.started') }} <gbc-time [at]="it.startedAt" /></span>
          @if (it.endedAt; as at) {
            <span class="soft">· {{ t('instance.ended') }} <gbc-time [at]="at" /></span>
          }
        </p>
        @if (it.incidentList.length) {
          <gbc-incidents [incidents]="it.incidentList" (resolved)="query.refresh()" />
        }
        @if (model.value(); as drawn) {
          @if (maySupervise() && it.state === 'running') {
            <gbc-supervise-instance [instance]="it" [bpmnXml]="drawn.bpmnXml" (changed)="query.refresh()" />
          }
          <gbc-diagram [xml]="drawn.bpmnXml" [tokens]="tokens()" [label]="t('diagram.label', { process: names.nameOf(it.processId) })" />
        }
        @for (called of it.calledInstances; track called.processInstanceKey) {
          <details [open]="called.state === 'running'">
            <summary>{{ names.nameOf(called.processId) }} <span class="faint">{{ t('instance.state.' + called.state) }}</span></summary>
            @defer (on viewport) {
              <gbc-live-instance [processInstanceKey]="called.processInstanceKey" />
            } @placeholder {
              <gbc-skeleton [lines]="4" />
            }
          </details>
        }
      }
      @if (!model.value() && !query.problem()) {
        <gbc-skeleton [lines]="8" />
      }
    </ng-container>
  `,
  styles: `
    :host {
      display: grid;
      gap: 12px;
    }
    summary {
      padding: 8px 0;
      cursor: pointer;
    }
    gbc-diagram {
      height: min(56vh, 560px);
      border: 1px solid var(--line);
      border-radius: var(--radius);
    }
  `,
})
export class LiveInstance {
  readonly #api = inject(Api);
  protected readonly names = inject(ProcessNames);
  readonly #session = inject(SessionStore);
  protected readonly maySupervise = computed(() => this.#session.has('supervisor'));
  readonly processInstanceKey = input.required<string>();

  readonly query = liveQuery({
    params: () => this.processInstanceKey(),
    load: (processInstanceKey) => this.#api.invoke(getProcessInstance, { processInstanceKey }),
    refreshOn: (message) => message.topic === 'processInstance' && (!message.id || message.id === this.processInstanceKey()),
  });
  protected readonly model = liveQuery({
    params: () => {
      const instance = this.query.value();
      return instance && { processId: instance.processId, version: String(instance.version) };
    },
    load: (params) => this.#api.invoke(getProcessModel, params),
    refreshOn: [],
  });
  protected readonly tokens = computed<Tokens>(() => {
    const instance = this.query.value();
    return {
      active: instance?.activeElements ?? [],
      visited: { elementIds: instance?.visitedElements ?? [], flowIds: instance?.takenFlows ?? [] },
      incidents: instance?.incidentList.map((it) => it.elementId) ?? [],
    };
  });
}
