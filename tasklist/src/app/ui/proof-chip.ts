import { Component, computed, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import type { HistoryEntry } from '../../api/models/history-entry';
import { Icon } from './icon.ts';

export type ProofState = HistoryEntry['proof'];

/** How far the proof of an event has come; a click opens it. */
@Component({
  selector: 'gbc-proof',
  imports: [Icon, RouterLink, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (eventId(); as id) {
        <a class="chip" [class.good]="isAnchored()" routerLink="/evidence" [queryParams]="{ event: id }" (click)="$event.stopPropagation()" [title]="t('proof.hint.' + proof())">
          <gbc-icon [name]="isAnchored() ? 'evidence' : 'clock'" />{{ t('proof.' + proof()) }}
        </a>
      } @else {
        <span class="chip" [class.good]="isAnchored()" [title]="t('proof.hint.' + proof())">
          <gbc-icon [name]="isAnchored() ? 'evidence' : 'clock'" />{{ t('proof.' + proof()) }}
        </span>
      }
    </ng-container>
  `,
  styles: `
    gbc-icon {
      zoom: 0.75;
    }
  `,
})
export class ProofChip {
  readonly proof = input.required<ProofState>();
  readonly eventId = input<string | null>();
  protected readonly isAnchored = computed(() => this.proof() === 'anchored');
}
