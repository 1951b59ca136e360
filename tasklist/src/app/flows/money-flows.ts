import { Component, computed, inject, input, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { ActivatedRoute, Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { MoneyPicture } from '../../api/models/money-picture';
import { ReferenceStore } from '../reference/reference-store.ts';
import { EmptyState } from '../ui/empty-state.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { flowGraph, flowId, inOrder } from './flow-graph.ts';
import { FlowPicture } from './flow-picture.ts';
import { directions, type Direction, type FlowScope } from './flow-scope.ts';
import { flowsOf, type FlowSelection } from './flow-selection.ts';
import { FlowSteps } from './flow-steps.ts';
import { FlowTable } from './flow-table.ts';
import { FlowTransfers } from './flow-transfers.ts';
import { NarrowScreen } from './narrow-screen.ts';

/** Where money came from and where it went: the picture over a table of the same flows, and what is chosen of it down to the transfers. */
@Component({
  selector: 'gbc-money-flows',
  imports: [EmptyState, FlowPicture, FlowSteps, FlowTable, FlowTransfers, Skeleton, TranslocoDirective],
  templateUrl: './money-flows.html',
  styles: `
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: 16px;
    }
    .segments {
      justify-self: start;
    }
    .drawing {
      padding: 12px 16px 4px;
      min-width: 0;
    }
    .legend {
      display: flex;
      flex-wrap: wrap;
      gap: 4px 16px;
      padding: 0 16px;
      color: var(--text-soft);
      font-size: 12px;
    }
    .legend i {
      display: inline-block;
      width: 10px;
      height: 10px;
      margin-right: 4px;
      border-radius: 2px;
      background: var(--ink);
    }
    .legend .rest {
      background: var(--ink-line);
    }
    .legend .operating {
      background: var(--wait);
    }
    .legend .redeemed {
      background: var(--good);
    }
    @media (max-width: 760px) {
      .drawing,
      .legend {
        padding-inline: 0;
      }
    }
  `,
})
export class MoneyFlows {
  readonly #router = inject(Router);
  readonly #route = inject(ActivatedRoute);
  readonly #reference = inject(ReferenceStore);
  protected readonly screen = inject(NarrowScreen);
  readonly picture = input.required<MoneyPicture>();
  readonly scope = input.required<FlowScope>();
  readonly at = input<string>();
  readonly heldFen = input<ReadonlyMap<string, number>>(new Map());
  /** The accounts that the page is about, where it is about some. */
  readonly marked = input<ReadonlySet<string>>(new Set());

  protected readonly directions = directions;
  protected readonly hasDirections = computed(() => !('projectId' in this.scope()));
  readonly #address = toSignal(this.#route.queryParamMap);
  protected readonly direction = computed<Direction>(() => directions.find((it) => it === this.#address()?.get('direction')) ?? 'both');
  readonly #opened = signal<ReadonlySet<string>>(new Set());

  /** The flows that lead to what the page is about, or those from it on; the ones into it belong to both. */
  protected readonly flows = computed(() => {
    const flows = inOrder(this.picture(), (id) => this.#reference.organisation(id));
    if (!this.hasDirections() || this.direction() === 'both') return flows;
    return flows.filter((flow) => (this.direction() === 'back' ? flow.isBefore : !flow.isBefore || this.marked().has(flow.toAccountId)));
  });
  protected readonly graph = computed(() => {
    const graph = flowGraph({ ...this.picture(), flows: this.flows() }, (id) => this.#reference.organisation(id), this.#opened());
    // Looking back, nothing is said of what is left: that is a question of where it went.
    return this.hasDirections() && this.direction() === 'back' ? { ...graph, nodes: graph.nodes.map((node) => ({ ...node, leftFen: 0 })) } : graph;
  });
  protected readonly selection = computed<FlowSelection | undefined>(() => {
    const [flow, place] = [this.#address()?.get('flow'), this.#address()?.get('place')];
    return flow ? { kind: 'link', id: flow } : place ? { kind: 'node', id: place } : undefined;
  });
  protected readonly shownFlows = computed(() => flowsOf(this.flows(), this.graph(), this.selection()));
  protected readonly isFiltered = computed(() => this.shownFlows().length < this.flows().length);
  /** The one flow whose transfers are shown. */
  protected readonly chosenFlow = computed(() => {
    const selection = this.selection();
    if (selection?.kind !== 'link') return undefined;
    const shown = this.shownFlows();
    return shown.length === 1 ? shown[0] : shown.find((flow) => flowId(flow) === selection.id);
  });

  protected select(selection: FlowSelection | undefined): void {
    void this.#goTo({ flow: selection?.kind === 'link' ? selection.id : null, place: selection?.kind === 'node' ? selection.id : null });
  }

  protected turn(direction: Direction): void {
    void this.#goTo({ direction: direction === 'both' ? null : direction, flow: null, place: null });
  }

  protected open(groupId: string): void {
    this.#opened.update((opened) => new Set([...opened, groupId]));
  }

  #goTo(queryParams: Record<string, string | null>): Promise<boolean> {
    return this.#router.navigate([], { relativeTo: this.#route, queryParams, queryParamsHandling: 'merge', replaceUrl: true });
  }
}
