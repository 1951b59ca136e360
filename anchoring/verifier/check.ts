/** A sentence for people, in both languages of the product. */
export interface Sentence {
  readonly zh: string;
  readonly en: string;
}

export type CheckId =
  | 'subject'
  | 'event'
  | 'leaf'
  | 'inclusion'
  | 'checkpoint'
  | 'signature'
  | 'witness'
  | 'contract'
  | 'header'
  | 'transaction'
  | 'chain'
  | 'block'
  | 'anchored'
  | 'head';

export interface Check {
  readonly id: CheckId;
  readonly outcome: 'passed' | 'failed' | 'notChecked';
  readonly sentence: Sentence;
}

/** Makes checks of one kind, so that a caller says only what was found. */
export const passed = (id: CheckId, zh: string, en: string): Check => ({ id, outcome: 'passed', sentence: { zh, en } });
export const failed = (id: CheckId, zh: string, en: string): Check => ({ id, outcome: 'failed', sentence: { zh, en } });
export const notChecked = (id: CheckId, zh: string, en: string): Check => ({ id, outcome: 'notChecked', sentence: { zh, en } });
