import { Component, computed, effect, input, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import { pathOf, type ProofStep, type ProvenLeaf } from './proof-path.ts';

/** What the picture shows of a receipt. */
export interface PicturedProof extends ProvenLeaf {
  readonly anchor: { readonly blockNumber: number; readonly blockTime: string } | null;
}

const width = 320;
const rowHeight = 44;
const boxWidth = 132;
const boxHeight = 28;

interface Row extends ProofStep {
  readonly y: number;
  /** Left edge of the box on the way. */
  readonly x: number;
  /** Left edge of the sibling's box. */
  readonly siblingX: number;
  /** Middle of the box above, which the two hash to. */
  readonly parentX: number;
}

/**
 * A proof as a picture: the event's leaf at the bottom, at each step the sibling that it is hashed with, the root, the signed
 * checkpoint and the block on top.
 */
@Component({
  selector: 'gbc-proof-picture',
  imports: [TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (rows().length > 0) {
        <svg [attr.viewBox]="'0 0 ' + width + ' ' + height()" [attr.width]="width" [attr.height]="height()" role="img" [attr.aria-label]="t('proofPicture.label', { leaf: proof().leafIndex, size: proof().treeSize, steps: rows().length - 1 })">
          @for (row of rows(); track $index) {
            @if (row.sibling) {
              <path [attr.d]="'M' + (row.x + boxWidth / 2) + ' ' + row.y + ' V' + (row.y - 8) + ' H' + row.parentX + ' V' + (row.y - rowHeight + boxHeight)" />
              <path class="faint" [attr.d]="'M' + (row.siblingX + boxWidth / 2) + ' ' + row.y + ' V' + (row.y - 8) + ' H' + row.parentX" />
              <g class="sibling">
                <rect [attr.x]="row.siblingX" [attr.y]="row.y" [attr.width]="boxWidth" [attr.height]="boxHeight" rx="3"><title>{{ row.sibling }}</title></rect>
                <text [attr.x]="row.siblingX + boxWidth / 2" [attr.y]="row.y + 18">{{ short(row.sibling) }}</text>
              </g>
            }
            <g [class.leaf]="$first" [class.root]="$last">
              <rect [attr.x]="row.x" [attr.y]="row.y" [attr.width]="boxWidth" [attr.height]="boxHeight" rx="3"><title>{{ row.hash }}</title></rect>
              <text [attr.x]="row.x + boxWidth / 2" [attr.y]="row.y + 18">{{ $first ? t('proofPicture.leaf', { leaf: proof().leafIndex }) : $last ? t('proofPicture.root') : short(row.hash) }}</text>
            </g>
          }
          <path [attr.d]="'M' + width / 2 + ' ' + rowHeight * 2 + ' V' + (boxHeight + rowHeight)" />
          <g class="root">
            <rect x="60" [attr.y]="rowHeight" width="200" [attr.height]="boxHeight" rx="3" />
            <text [attr.x]="width / 2" [attr.y]="rowHeight + 18">{{ t('proofPicture.checkpoint', { size: proof().treeSize }) }}</text>
          </g>
          <path [class.open]="!proof().anchor" [attr.d]="'M' + width / 2 + ' ' + rowHeight + ' V' + boxHeight" />
          <g [class]="proof().anchor ? 'block' : 'sibling'">
            <rect x="60" y="0" width="200" [attr.height]="boxHeight" rx="3" />
            <text [attr.x]="width / 2" y="18">{{ proof().anchor ? t('proofPicture.block', { block: proof().anchor?.blockNumber }) : t('proofPicture.noBlock') }}</text>
          </g>
        </svg>
        <div class="legend">
          <p>{{ t('proofPicture.explain') }}</p>
          <dl>
            <dt class="leaf"></dt><dd>{{ t('proofPicture.legend.leaf') }}</dd>
            <dt class="sibling"></dt><dd>{{ t('proofPicture.legend.sibling') }}</dd>
            <dt></dt><dd>{{ t('proofPicture.legend.joined') }}</dd>
            <dt class="leaf"></dt><dd>{{ t('proofPicture.legend.root') }}</dd>
            <dt class="block"></dt><dd>{{ t('proofPicture.legend.block') }}</dd>
          </dl>
        </div>
      }
    </ng-container>
  `,
  styles: `
    :host {
      display: flex;
      flex-wrap: wrap;
      gap: 16px 48px;
      align-items: center;
    }
    svg {
      max-width: 100%;
      height: auto;
    }
    path {
      fill: none;
      stroke: var(--ink);
      stroke-width: 1.5;
    }
    path.faint,
    path.open {
      stroke: var(--line-strong);
      stroke-dasharray: 3 3;
    }
    rect {
      fill: var(--surface);
      stroke: var(--ink);
    }
    .sibling rect {
      fill: var(--surface-sunk);
      stroke: var(--line-strong);
    }
    .leaf rect,
    .root rect {
      fill: var(--ink);
    }
    .block rect {
      fill: var(--good);
      stroke: var(--good);
    }
    text {
      fill: var(--text);
      font: 12px/1 var(--font-mono);
      text-anchor: middle;
    }
    .leaf text,
    .root text,
    .block text {
      fill: var(--surface);
      font-family: inherit;
    }
    .legend {
      display: grid;
      flex: 1 1 320px;
      gap: 16px;
      max-width: 560px;
      line-height: 1.7;
    }
    dl {
      display: grid;
      grid-template-columns: 28px minmax(0, 1fr);
      gap: 8px 12px;
      align-items: start;
    }
    dt {
      height: 16px;
      margin-top: 4px;
      background: var(--surface);
      border: 1px solid var(--ink);
      border-radius: 3px;
    }
    dt.sibling {
      background: var(--surface-sunk);
      border-color: var(--line-strong);
    }
    dt.leaf {
      background: var(--ink);
    }
    dt.block {
      background: var(--good);
      border-color: var(--good);
    }
  `,
})
export class ProofPicture {
  readonly proof = input.required<PicturedProof>();
  protected readonly width = width;
  protected readonly rowHeight = rowHeight;
  protected readonly boxWidth = boxWidth;
  protected readonly boxHeight = boxHeight;
  protected readonly steps = signal<readonly ProofStep[]>([]);
  /** From the leaf at the bottom to the root. */
  protected readonly rows = computed<Row[]>(() => {
    const steps = this.steps();
    const leftEdge = ({ sibling, side }: ProofStep): number => (sibling === null ? (width - boxWidth) / 2 : side === 'left' ? width - boxWidth : 0);
    return steps.map((step, position) => ({
      ...step,
      y: (steps.length - 1 - position + 2) * rowHeight,
      x: leftEdge(step),
      siblingX: step.side === 'left' ? 0 : width - boxWidth,
      parentX: leftEdge(steps[position + 1] ?? step) + boxWidth / 2,
    }));
  });
  protected readonly height = computed(() => (this.rows().length + 2) * rowHeight);

  constructor() {
    effect(() => void this.#walk(this.proof()));
  }

  protected short(hash: string): string {
    return `${hash.slice(0, 6)}…${hash.slice(-5, -1)}`;
  }

  /** The verifier is loaded with the first proof that is looked at. */
  async #walk(proof: PicturedProof): Promise<void> {
    const { fromBase64, hashChildren, toBase64 } = await import('@gbc/anchoring-verifier');
    this.steps.set(pathOf(proof, (left, right) => toBase64(hashChildren(fromBase64(left), fromBase64(right)))));
  }
}
