import { Component, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { Application } from '../../api/models/application';
import { LiveInstance } from '../processes/live-instance.ts';
import { EmptyState } from '../ui/empty-state.ts';

/** The flow's diagram with this application's token in it. */
@Component({
  selector: 'gbc-application-process',
  imports: [EmptyState, LiveInstance, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (application().processInstanceKey; as key) {
        <gbc-live-instance [processInstanceKey]="key" />
      } @else {
        <gbc-empty icon="processes" [title]="t('instance.notStarted')" [hint]="t('instance.notStartedHint')" />
      }
    </ng-container>
  `,
})
export class ApplicationProcess {
  readonly application = input.required<Application>();
}
