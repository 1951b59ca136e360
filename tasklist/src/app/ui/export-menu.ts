import { Component, computed, input } from '@angular/core';
import { MatMenuModule } from '@angular/material/menu';
import { TranslocoDirective } from '@jsverse/transloco';
import { Icon } from './icon.ts';

/** What a table's rows are narrowed by; nothing for undefined. */
export type ExportFilters = Readonly<Record<string, string | undefined>>;

/** One file that can be taken home. */
export interface ExportFile {
  /** Below `/api/v1/exports`. */
  readonly path: string;
  readonly filters?: ExportFilters;
  /** Words of the menu: the key of a translation. */
  readonly label: string;
}

/** The address that a browser downloads a file from, row by row as it is made. */
export function exportAddress({ path, filters = {} }: Pick<ExportFile, 'path' | 'filters'>, format?: string): string {
  const given = Object.entries({ ...filters, ...(format === undefined ? {} : { format }) }).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `/api/v1/exports/${path}${given.length > 0 ? `?${new URLSearchParams(given)}` : ''}`;
}

/** Takes a table home, with the filters that the page has, for a spreadsheet or as text. */
@Component({
  selector: 'gbc-export',
  imports: [Icon, MatMenuModule, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <button type="button" class="button small" data-action="export" [matMenuTriggerFor]="menu"><gbc-icon name="download" />{{ t('export.title') }}</button>
      <mat-menu #menu="matMenu" xPosition="before">
        @for (it of tables(); track it.path) {
          @for (format of formats; track format) {
            <a mat-menu-item [href]="address(it, format)" download [attr.data-export]="it.path + '.' + format">{{ tables().length > 1 ? t(it.label) + ' · ' : '' }}{{ t('export.format.' + format) }}</a>
          }
        }
        @for (it of others(); track it.path) {
          <a mat-menu-item [href]="address(it)" download [attr.data-export]="it.path">{{ t(it.label) }}</a>
        }
      </mat-menu>
    </ng-container>
  `,
  styles: `
    gbc-icon {
      zoom: 0.8;
    }
  `,
})
export class ExportMenu {
  readonly tables = input.required<readonly ExportFile[]>();
  /** Files of a form of their own. */
  readonly files = input<readonly ExportFile[]>();
  protected readonly others = computed(() => this.files() ?? []);
  protected readonly formats = ['xlsx', 'csv'] as const;
  protected readonly address = exportAddress;
}
