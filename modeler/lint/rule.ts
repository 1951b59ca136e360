import type { ModdleElement } from '../moddle/element.ts';

export type Language = 'zh-CN' | 'en';

/** A sentence in every language we speak. */
export type Texts = Readonly<Record<Language, string>>;

/** One finding as a bpmnlint rule reports it; Camunda's rules add `data`, ours add `texts`. */
export interface RuleReport {
  readonly id?: string;
  readonly message: string;
  readonly path?: readonly (string | number)[];
  readonly name?: string;
  readonly texts?: Texts;
  readonly data?: { readonly type: string } & Readonly<Record<string, unknown>>;
}

export interface Reporter {
  report(elementId: string, message: string, context?: { readonly path?: readonly string[]; readonly texts?: Texts }): void;
}

/** `check` is called for every node of the model; answering false leaves out what is below it. */
export type RuleFactory = (settings?: unknown) => { check(node: ModdleElement, reporter: Reporter): boolean | void };

/** Reports a finding of one of our own rules, at a property if it has one. */
export function report(reporter: Reporter, elementId: string, texts: Texts, property?: string): void {
  reporter.report(elementId, texts.en, property === undefined ? { texts } : { texts, path: [property] });
}
