import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { Api } from '../../api/api';
import { listProposals } from '../../api/fn/models/list-proposals';
import { getProcess } from '../../api/fn/processes/get-process';
import { getProcessModel } from '../../api/fn/processes/get-process-model';
import { listProcessInstances } from '../../api/fn/processes/list-process-instances';
import { Diagram, type Tokens } from '../diagram/diagram.ts';
import { PacketDownload } from '../evidence/packet-download.ts';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { SessionStore } from '../session/session-store.ts';
import { EmptyState } from '../ui/empty-state.ts';
import { Icon } from '../ui/icon.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { Time } from '../ui/time.ts';
import { ElementNames } from './element-names.ts';
import { ProcessNames } from './process-names.ts';
import { ProposalTable } from './proposal-table.ts';
import { tokensOfMany } from './tokens-of-many.ts';

/** One flow: its live diagram with a count at each step, its instances, versions and proposals. */
@Component({
  selector: 'gbc-process',
  imports: [Diagram, EmptyState, Icon, PacketDownload, ProblemNotice, ProposalTable, RouterLink, Skeleton, Time, TranslocoDirective],
  templateUrl: './process.page.html',
  styles: `
    gbc-diagram {
      height: min(52vh, 520px);
    }
  `,
})
export class ProcessPage {
  readonly #api = inject(Api);
  readonly #session = inject(SessionStore);
  protected readonly names = inject(ProcessNames);
  protected readonly elements = inject(ElementNames);

  readonly processId = input.required<string>();
  /** From the address: an older version to look at. */
  readonly version = input<string>();

  protected readonly mayEdit = computed(() => this.#session.has('process-admin'));
  protected readonly process = liveQuery({
    params: () => this.processId(),
    load: (processId) => this.#api.invoke(getProcess, { processId }),
    refreshOn: ['models', 'processInstance'],
  });
  protected readonly shownVersion = computed(() => this.version() ?? String(this.process.value()?.version ?? ''));
  protected readonly model = liveQuery({
    params: () => (this.shownVersion() ? { processId: this.processId(), version: this.shownVersion() } : undefined),
    load: (params) => this.#api.invoke(getProcessModel, params),
    refreshOn: [],
  });
  protected readonly instances = liveQuery({
    params: () => this.processId(),
    load: (processId) => this.#api.invoke(listProcessInstances, { processId, limit: 200 }),
    refreshOn: ['processInstance'],
  });
  protected readonly proposals = liveQuery({
    params: () => this.processId(),
    load: (processId) => this.#api.invoke(listProposals, { processId }),
    refreshOn: ['models'],
  });
  protected readonly tokens = computed<Tokens>(() =>
    tokensOfMany((this.instances.value()?.items ?? []).filter((it) => String(it.version) === this.shownVersion())),
  );
}
