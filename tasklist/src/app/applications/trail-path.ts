import { Component, computed, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { TrailStep } from '../../api/models/trail-step';
import { ReferenceStore } from '../reference/reference-store.ts';
import { Amount } from '../ui/amount.ts';
import { Icon } from '../ui/icon.ts';
import { hopsOf } from './trail-hops.ts';

/** The way of the money as a picture: bank, district, department, street office, payee. */
@Component({
  selector: 'gbc-trail-path',
  imports: [Amount, Icon, TranslocoDirective],
  template: `
    <ol *transloco="let t" [attr.aria-label]="t('trail.path')">
      @for (hop of hops(); track $index) {
        @if ($first) {
          <li class="node"><gbc-icon name="funds" /><strong>{{ nameOf(hop.from.organisationId) || t('trail.custody') }}</strong></li>
        }
        <li class="hop" [class.pending]="hop.isPending">
          <gbc-amount [fen]="hop.amountFen" />
          <i></i>
          <small>{{ t(hop.isPending ? 'trail.held' : 'transfer.kind.' + hop.kind) }}</small>
        </li>
        <li class="node" [class.last]="$last">
          <strong>{{ nameOf(hop.to.organisationId) || t('trail.custody') }}</strong>
          <small>{{ kindOf(hop.to.organisationId) ? t('organisation.kind.' + kindOf(hop.to.organisationId)) : '' }}</small>
        </li>
      }
    </ol>
  `,
  styles: `
    ol {
      display: flex;
      align-items: stretch;
      padding: 20px 4px;
      overflow-x: auto;
    }
    .node {
      display: grid;
      gap: 2px;
      place-content: center;
      justify-items: center;
      min-width: 128px;
      max-width: 190px;
      padding: 12px 14px;
      border: 1px solid var(--line-strong);
      border-radius: 6px;
      background: var(--surface);
      text-align: center;
    }
    .node small {
      color: var(--text-faint);
    }
    .last {
      border-color: var(--ink);
      background: var(--ink-soft);
    }
    .hop {
      display: grid;
      flex: 1;
      gap: 2px;
      align-content: center;
      justify-items: center;
      min-width: 132px;
      padding: 0 10px;
      color: var(--ink-strong);
      font-size: 13px;
    }
    .hop i {
      position: relative;
      width: 100%;
      border-top: 2px solid var(--ink);
    }
    .hop i::after {
      position: absolute;
      top: -6px;
      right: 0;
      width: 8px;
      height: 8px;
      border: solid var(--ink);
      border-width: 2px 2px 0 0;
      transform: rotate(45deg);
      content: '';
    }
    .hop small {
      color: var(--text-faint);
    }
    .pending i {
      border-top-style: dashed;
    }
    @media (max-width: 760px) {
      ol {
        display: grid;
        justify-items: center;
      }
      .hop {
        grid-template-columns: auto auto;
        gap: 4px 10px;
        padding: 10px 0;
      }
      .hop i {
        display: none;
      }
      .node {
        width: 100%;
        max-width: none;
      }
    }
  `,
})
export class TrailPath {
  readonly #reference = inject(ReferenceStore);
  readonly steps = input.required<TrailStep[]>();
  protected readonly hops = computed(() => hopsOf(this.steps()));

  protected nameOf(organisationId: string | undefined): string {
    return this.#reference.organisationName(organisationId);
  }

  protected kindOf(organisationId: string | undefined): string | undefined {
    return organisationId ? this.#reference.organisation(organisationId)?.kind : undefined;
  }
}
