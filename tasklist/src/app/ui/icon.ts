import { Component, computed, input } from '@angular/core';
import { iconPaths, type IconName } from './icon-paths.ts';

/** A line icon of 18 px. Decoration only: the word stands beside it or in the label of its button. */
@Component({
  selector: 'gbc-icon',
  template: `<svg viewBox="0 0 24 24" width="18" height="18" aria-hidden="true"><path [attr.d]="path()" /></svg>`,
  styles: `
    :host {
      display: inline-flex;
      flex: none;
    }
    svg {
      fill: none;
      stroke: currentcolor;
      stroke-width: 1.7;
      stroke-linecap: round;
      stroke-linejoin: round;
    }
  `,
})
export class Icon {
  readonly name = input.required<IconName>();
  protected readonly path = computed(() => iconPaths[this.name()]);
}
