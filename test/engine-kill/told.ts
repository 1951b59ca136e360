import type { Key } from '@gbc/engine';

/** A line of the engine's process: what the engine has answered to it. */
export type Told =
  | { readonly kind: 'open' }
  | { readonly kind: 'created'; readonly processInstanceKey: Key }
  | { readonly kind: 'variableSet'; readonly processInstanceKey: Key; readonly amountFen: number }
  | { readonly kind: 'taskCompleted'; readonly taskKey: Key }
  | { readonly kind: 'handed'; readonly type: string; readonly processInstanceKey: Key }
  /** Nothing runs any more. */
  | { readonly kind: 'drained' };
