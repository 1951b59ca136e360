import { Component, computed, input } from '@angular/core';

/** Grey lines where content will be. */
@Component({
  selector: 'gbc-skeleton',
  template: `@for (width of widths(); track $index) {<i [style.width.%]="width"></i>}`,
  styles: `
    :host {
      display: grid;
      gap: 12px;
      padding: 16px;
    }
    i {
      height: 12px;
      border-radius: 3px;
      background: var(--line);
      animation: breathe 1.6s ease-in-out infinite;
    }
    @keyframes breathe {
      50% {
        opacity: 0.45;
      }
    }
  `,
  host: { 'aria-hidden': 'true' },
})
export class Skeleton {
  readonly lines = input(4);
  protected readonly widths = computed(() => Array.from({ length: this.lines() }, (_, line) => [92, 74, 84, 56][line % 4] ?? 80));
}
