import { inject } from '@angular/core';
import type { CanDeactivateFn } from '@angular/router';
import { TranslocoService } from '@jsverse/transloco';
import type { ModelEditorPage } from './model-editor.page.ts';

/** Leaving a redrawn flow asks first: it is kept nowhere else. */
export const unsavedModel: CanDeactivateFn<ModelEditorPage> = (page) =>
  page.mayLeave() || window.confirm(inject(TranslocoService).translate('modelEditor.leave'));
