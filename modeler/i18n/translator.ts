import type { Language } from '../lint/rule.ts';

export type Dictionary = Readonly<Record<string, string>>;

/** The translate function that bpmn-io's parts ask for: an English template and what its `{names}` stand for. */
export type Translate = (template: string, replacements?: Readonly<Record<string, string | number>>) => string;

export interface Translator {
  readonly translate: Translate;
  setLanguage(language: Language): void;
  language(): Language;
}

/** English is the language of the templates themselves; another language comes from its dictionary, and what that lacks stays English and is told to `onMissing`. */
export function createTranslator(language: Language, chinese: Dictionary, onMissing: (template: string) => void = () => undefined): Translator {
  let current = language;
  const template = (english: string): string => {
    if (current === 'en') return english;
    const translated = chinese[english];
    if (translated === undefined) onMissing(english);
    return translated ?? english;
  };
  return {
    translate: (english, replacements = {}) => template(english).replace(/\{([^{}]+)\}/g, (whole, name: string) => String(replacements[name] ?? whole)),
    setLanguage(next) {
      current = next;
    },
    language: () => current,
  };
}
