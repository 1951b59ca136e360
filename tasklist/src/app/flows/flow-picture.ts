import { afterNextRender, Component, computed, DestroyRef, ElementRef, inject, input, output, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { MoneyPicture } from '../../api/models/money-picture';
import { formatFen } from '../format/fen.ts';
import { magnitudeOf } from '../format/magnitude.ts';
import { barWidth, flowLayout, type PlacedLink, type PlacedNode } from './flow-layout.ts';
import type { FlowGraph, FlowNode } from './flow-graph.ts';
import { FlowNames } from './flow-names.ts';
import { isTouched, stepTo, type FlowSelection } from './flow-selection.ts';

const labelWidth = 170;
/** Beside a bar and the gap to its label. */
const labelGap = 6;
/** A Chinese character is as wide as the letters are high; a Latin one about half. */
const characterWidth = 13;

/** Money as bands from left to right, as thick as there is of it. Every band and bar can be reached by keys and is a row of the table. */
@Component({
  selector: 'gbc-flow-picture',
  imports: [TranslocoDirective],
  templateUrl: './flow-picture.html',
  styleUrl: './flow-picture.scss',
})
export class FlowPicture {
  readonly #host = inject<ElementRef<HTMLElement>>(ElementRef);
  readonly #names = inject(FlowNames);
  readonly picture = input.required<MoneyPicture>();
  readonly graph = input.required<FlowGraph>();
  /** What accounts hold for payments that wait, in fen by account. */
  readonly heldFen = input<ReadonlyMap<string, number>>(new Map());
  readonly selection = input<FlowSelection>();
  /** The account that the page is about, if one. */
  readonly marked = input<ReadonlySet<string>>(new Set());
  readonly selected = output<FlowSelection | undefined>();
  readonly opened = output<string>();

  protected readonly barWidth = barWidth;
  readonly #width = signal(0);
  protected readonly layout = computed(() => (this.#width() > 0 ? flowLayout(this.graph(), this.#width(), labelWidth) : undefined));
  /** The one that Tab leads to; arrows lead on from it. */
  readonly #current = signal<string | undefined>(undefined);
  protected readonly current = computed(() => {
    const { nodes, links } = this.graph();
    const known = [...nodes, ...links].some(({ id }) => id === this.#current());
    return known ? this.#current() : nodes[0]?.id;
  });

  constructor() {
    const observer = new ResizeObserver(([entry]) => this.#width.set(Math.floor(entry?.contentRect.width ?? 0)));
    afterNextRender(() => observer.observe(this.#host.nativeElement));
    inject(DestroyRef).onDestroy(() => observer.disconnect());
  }

  protected nameOf(node: FlowNode): string {
    return this.#names.nodeName(node, this.picture());
  }

  /** As much of a name as fits between two columns, or beside the last. */
  protected shortNameOf({ node, x }: PlacedNode): string {
    const name = this.nameOf(node);
    const besides = x + this.#columnGap() > this.#width() - labelWidth ? labelWidth : this.#columnGap() - barWidth;
    const room = (besides - labelGap * 2) / characterWidth;
    let taken = 0;
    const end = [...name].findIndex((character) => (taken += character.charCodeAt(0) > 0x2e7f ? 1 : 0.56) > room);
    return end < 0 ? name : `${[...name].slice(0, end - 1).join('')}…`;
  }

  protected transformOf({ x, y }: PlacedNode): string {
    return `translate(${x} ${y})`;
  }

  protected readonly labelX = barWidth + labelGap;

  protected amountOf({ inFen, outFen }: FlowNode): number {
    return Math.max(inFen, outFen);
  }

  protected figure(fen: number): string {
    return formatFen(fen);
  }

  protected size(fen: number): ReturnType<typeof magnitudeOf> {
    return magnitudeOf(fen);
  }

  protected heldOf(node: FlowNode): number {
    return this.heldFen().get(node.id) ?? 0;
  }

  protected endsOf({ link }: PlacedLink): { from: string; to: string } {
    const nodes = new Map(this.graph().nodes.map((node) => [node.id, node]));
    const name = (id: string): string => {
      const node = nodes.get(id);
      return node ? this.nameOf(node) : id;
    };
    return { from: name(link.from), to: name(link.to) };
  }

  protected countOf({ link }: PlacedLink): number {
    return link.flows.reduce((sum, { transferCount }) => sum + transferCount, 0);
  }

  protected isFaded(id: string): boolean {
    const selection = this.selection();
    return selection !== undefined && !isTouched(this.graph(), selection, id);
  }

  protected choose(kind: FlowSelection['kind'], id: string): void {
    this.#current.set(id);
    const selection = this.selection();
    this.selected.emit(selection?.kind === kind && selection.id === id ? undefined : { kind, id });
  }

  protected press(event: KeyboardEvent, kind: FlowSelection['kind'], id: string): void {
    if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.choose(kind, id);
      return;
    }
    if (event.key === 'Escape') {
      this.selected.emit(undefined);
      return;
    }
    const next = stepTo(this.graph(), id, event.key);
    if (next === undefined) return;
    event.preventDefault();
    this.#current.set(next);
    this.#host.nativeElement.querySelector<SVGElement>(`[data-id="${CSS.escape(next)}"]`)?.focus();
  }

  protected open(event: Event, id: string): void {
    event.stopPropagation();
    this.opened.emit(id);
  }

  #columnGap(): number {
    const [first, second] = this.layout()?.columns ?? [];
    return second && first ? second.x - first.x : labelWidth;
  }
}
