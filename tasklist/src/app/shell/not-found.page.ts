import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { EmptyState } from '../ui/empty-state.ts';

@Component({
  selector: 'gbc-not-found',
  imports: [EmptyState, RouterLink, TranslocoDirective],
  template: `
    <gbc-empty *transloco="let t" icon="search" [title]="t('notFound.title')" [hint]="t('notFound.hint')">
      <a class="button" routerLink="/tasks">{{ t('notFound.back') }}</a>
    </gbc-empty>
  `,
})
export class NotFoundPage {}
