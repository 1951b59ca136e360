import { Component, effect, type ElementRef, inject, input, output, signal, untracked, viewChild, ViewEncapsulation } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';
import type { ModelDiff } from '@gbc/modeler/diff';
import type { ModelViewer, Tokens } from '@gbc/modeler/viewer';
import { LanguageStore } from '../language/language-store.ts';
import { Icon } from '../ui/icon.ts';
import { Skeleton } from '../ui/skeleton.ts';

export type { Tokens } from '@gbc/modeler/viewer';

/** A flow as a picture, with its tokens where they are now. */
@Component({
  selector: 'gbc-diagram',
  imports: [Icon, Skeleton, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <div #host class="canvas" role="img" [attr.aria-label]="label()"></div>
      @if (!viewer()) {
        <gbc-skeleton [lines]="6" />
      } @else {
        <button type="button" class="icon-button fit" [attr.aria-label]="t('diagram.fit')" [title]="t('diagram.fit')" (click)="viewer()?.fit()"><gbc-icon name="fit" /></button>
      }
    </ng-container>
  `,
  styleUrl: './diagram.scss',
  encapsulation: ViewEncapsulation.None,
})
export class Diagram {
  readonly #language = inject(LanguageStore).language;
  private readonly host = viewChild.required<ElementRef<HTMLElement>>('host');

  readonly xml = input.required<string>();
  readonly label = input.required<string>();
  readonly tokens = input<Tokens>();
  readonly diff = input<ModelDiff | null>(null);
  readonly selected = output<string | null>();

  protected readonly viewer = signal<ModelViewer | undefined>(undefined);

  constructor() {
    effect((onCleanup) => {
      const xml = this.xml();
      const language = this.#language();
      let isCurrent = true;
      onCleanup(() => {
        isCurrent = false;
        untracked(() => this.viewer()?.destroy());
        this.viewer.set(undefined);
      });
      void this.#draw(xml, language, () => isCurrent);
    });
    effect(() => {
      const tokens = this.tokens();
      if (tokens) this.viewer()?.setTokens(tokens);
    });
    effect(() => this.viewer()?.setDiff(this.diff()));
  }

  async #draw(xml: string, language: 'zh-CN' | 'en', isCurrent: () => boolean): Promise<void> {
    const { createModelViewer } = await import('@gbc/modeler/viewer');
    if (!isCurrent()) return;
    const viewer = await createModelViewer(this.host().nativeElement, { xml, language });
    if (!isCurrent()) return viewer.destroy();
    viewer.onSelect((elementId) => this.selected.emit(elementId));
    this.viewer.set(viewer);
  }
}
