import { Component, effect, type ElementRef, inject, input, signal, untracked, viewChild, ViewEncapsulation } from '@angular/core';
import type { EditorState, ModelEditor } from '@gbc/modeler';
import { LanguageStore } from '../language/language-store.ts';
import { Skeleton } from '../ui/skeleton.ts';

/** The editor of the modeler package, with its properties and its list of problems. */
@Component({
  selector: 'gbc-model-canvas',
  imports: [Skeleton],
  template: `
    <div #host class="model-host"></div>
    @if (!editor()) {
      <gbc-skeleton [lines]="8" />
    }
  `,
  styleUrl: './model-canvas.scss',
  encapsulation: ViewEncapsulation.None,
  host: { '(window:beforeunload)': 'warn($event)' },
})
export class ModelCanvas {
  readonly #language = inject(LanguageStore).language;
  private readonly host = viewChild.required<ElementRef<HTMLElement>>('host');

  readonly xml = input.required<string>();
  protected readonly editor = signal<ModelEditor | undefined>(undefined);
  readonly state = signal<EditorState | undefined>(undefined);

  constructor() {
    effect((onCleanup) => {
      const xml = this.xml();
      let isCurrent = true;
      onCleanup(() => {
        isCurrent = false;
        untracked(() => this.editor()?.destroy());
        this.editor.set(undefined);
      });
      void untracked(() => this.#open(xml, () => isCurrent));
    });
    effect(() => this.editor()?.setLanguage(this.#language()));
  }

  async saveXml(): Promise<string | undefined> {
    return this.editor()?.saveXml();
  }

  undo(): void {
    this.editor()?.undo();
  }

  redo(): void {
    this.editor()?.redo();
  }

  zoomToFit(): void {
    this.editor()?.zoomToFit();
  }

  /** What is drawn was handed in: leaving loses nothing any more. */
  forget(): void {
    this.state.update((state) => state && { ...state, dirty: false });
  }

  protected warn(event: BeforeUnloadEvent): void {
    if (this.state()?.dirty) event.preventDefault();
  }

  async #open(xml: string, isCurrent: () => boolean): Promise<void> {
    const { createModelEditor } = await import('@gbc/modeler');
    if (!isCurrent()) return;
    const editor = await createModelEditor(this.host().nativeElement, {
      xml,
      language: this.#language(),
      onChange: (state) => this.state.set(state),
    });
    if (!isCurrent()) return editor.destroy();
    this.editor.set(editor);
  }
}
