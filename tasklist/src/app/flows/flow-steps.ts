import { Component, computed, inject, input, output } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { MoneyPicture } from '../../api/models/money-picture';
import { Amount } from '../ui/amount.ts';
import { stages, type FlowGraph, type FlowNode, type Stage } from './flow-graph.ts';
import { FlowNames } from './flow-names.ts';
import type { FlowSelection } from './flow-selection.ts';

/** The picture on a narrow screen: tier by tier, each place with what it has and where the rest went. */
@Component({
  selector: 'gbc-flow-steps',
  imports: [Amount, TranslocoDirective],
  template: `
    <ol *transloco="let t" [attr.aria-label]="t('flow.picture')">
      @for (step of steps(); track step.stage) {
        <li class="stage">
          <h3>{{ t('flow.stage.' + step.stage) }}</h3>
          @for (place of step.places; track place.node.id) {
            <section [class.operating]="place.node.isOperating" [class.redeemed]="step.stage === 'redeemed'">
              <p class="head"><strong>{{ names.nodeName(place.node, picture()) }}</strong> <gbc-amount [fen]="place.amountFen" /></p>
              <i class="bar" aria-hidden="true"><i [style.width.%]="place.share * 100"></i><i class="rest" [style.width.%]="place.leftShare * 100"></i></i>
              @if (place.node.leftFen > 0) {
                <p class="left">{{ t('flow.left') }} <gbc-amount [fen]="place.node.leftFen" /></p>
              }
              @if (heldFen().get(place.node.id); as held) {
                <p class="left">{{ t('flow.held') }} <gbc-amount [fen]="held" /></p>
              }
              @for (link of place.links; track link.id) {
                <button type="button" [attr.aria-pressed]="selection()?.id === link.id" (click)="choose(link.id)">
                  <span>→ {{ link.name }}</span> <gbc-amount [fen]="link.amountFen" />
                </button>
              }
              @if (place.node.id.startsWith('others:')) {
                <button type="button" class="open" (click)="opened.emit(place.node.id)">{{ t('flow.open') }}</button>
              }
            </section>
          }
        </li>
      }
    </ol>
  `,
  styleUrl: './flow-steps.scss',
})
export class FlowSteps {
  protected readonly names = inject(FlowNames);
  readonly picture = input.required<MoneyPicture>();
  readonly graph = input.required<FlowGraph>();
  readonly heldFen = input<ReadonlyMap<string, number>>(new Map());
  readonly selection = input<FlowSelection>();
  readonly selected = output<FlowSelection | undefined>();
  readonly opened = output<string>();

  protected readonly steps = computed(() => {
    const { nodes, links } = this.graph();
    const most = Math.max(1, ...nodes.map(amountOf));
    const nodeOf = new Map(nodes.map((node) => [node.id, node]));
    const nameOf = (id: string): string => {
      const node = nodeOf.get(id);
      return node ? this.names.nodeName(node, this.picture()) : id;
    };
    const placesAt = (stage: Stage) =>
      nodes
        .filter((node) => node.stage === stage)
        .sort((a, b) => amountOf(b) - amountOf(a))
        .map((node) => ({
          node,
          amountFen: amountOf(node),
          share: (amountOf(node) - node.leftFen) / most,
          leftShare: node.leftFen / most,
          links: links.filter(({ from }) => from === node.id).sort((a, b) => b.amountFen - a.amountFen).map(({ id, to, amountFen }) => ({ id, amountFen, name: nameOf(to) })),
        }));
    return stages.map((stage) => ({ stage, places: placesAt(stage) })).filter(({ places }) => places.length > 0);
  });

  protected choose(id: string): void {
    this.selected.emit(this.selection()?.id === id ? undefined : { kind: 'link', id });
  }
}

function amountOf({ inFen, outFen }: FlowNode): number {
  return Math.max(inFen, outFen);
}
