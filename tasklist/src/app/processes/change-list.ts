import { Component, inject, input } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { ModelChange } from '@gbc/modeler/diff';
import { ElementNames } from './element-names.ts';

const tone: Record<ModelChange['kind'], string> = { added: 'good', removed: 'bad', changed: 'wait', moved: '' };

/** The differences of two models, element by element, property by property. */
@Component({
  selector: 'gbc-change-list',
  imports: [TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <ul>
        @for (change of changes(); track change.elementId) {
          <li>
            <span class="chip" [class]="tone[change.kind]">{{ t('change.' + change.kind) }}</span>
            <span>
              <strong>{{ names.nameOf(change.elementId, change.name ?? '') }}</strong> <code class="faint">{{ change.elementId }}</code>
              @for (it of change.properties; track it.property) {
                <small><code>{{ it.property }}</code> <del>{{ it.before ?? '—' }}</del> → <ins>{{ it.after ?? '—' }}</ins></small>
              }
            </span>
          </li>
        } @empty {
          <li class="soft">{{ t('change.none') }}</li>
        }
      </ul>
    </ng-container>
  `,
  styles: `
    ul {
      display: grid;
      gap: 8px;
    }
    li {
      display: grid;
      grid-template-columns: 52px minmax(0, 1fr);
      gap: 10px;
      align-items: baseline;
    }
    .chip {
      justify-content: center;
    }
    small {
      display: block;
      overflow-wrap: anywhere;
    }
    del {
      color: var(--bad);
    }
    ins {
      color: var(--good);
      text-decoration: none;
    }
  `,
})
export class ChangeList {
  protected readonly names = inject(ElementNames);
  protected readonly tone = tone;
  readonly changes = input.required<readonly ModelChange[]>();
}
