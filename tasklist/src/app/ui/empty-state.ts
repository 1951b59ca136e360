import { Component, input } from '@angular/core';
import { Icon } from './icon.ts';
import type { IconName } from './icon-paths.ts';

/** Nothing to show: says why, and what to do next. An action may be put inside. */
@Component({
  selector: 'gbc-empty',
  imports: [Icon],
  template: `
    <gbc-icon [name]="icon()" />
    <strong>{{ title() }}</strong>
    @if (hint()) {
      <p class="soft">{{ hint() }}</p>
    }
    <ng-content />
  `,
  styles: `
    :host {
      display: grid;
      justify-items: center;
      gap: 6px;
      padding: 40px 24px;
      text-align: center;
    }
    gbc-icon {
      color: var(--text-faint);
      zoom: 1.5;
    }
    p {
      max-width: 44ch;
    }
  `,
})
export class EmptyState {
  readonly icon = input<IconName>('inbox');
  readonly title = input.required<string>();
  readonly hint = input<string>();
}
