import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from './call.ts';

/** What the server says, by kind and code. `{name}` in a sentence is filled from the parameters. */
export interface Sentences {
  readonly title: Readonly<Record<string, string>>;
  readonly detail: Readonly<Record<string, string>>;
  readonly field: Readonly<Record<string, string>>;
  readonly finding: Readonly<Record<string, string>>;
  readonly event: Readonly<Record<string, string>>;
}

function load(language: Language): Sentences {
  return JSON.parse(readFileSync(join(import.meta.dirname, 'messages', `${language}.json`), 'utf8')) as Sentences;
}

export const messages: Readonly<Record<Language, Sentences>> = { 'zh-CN': load('zh-CN'), en: load('en') };

/** The sentence for a code; a code without one answers the kind's `*` sentence, so nobody reads a bare code. */
export function sentence(language: Language, kind: keyof Sentences, code: string, params: Readonly<Record<string, unknown>> = {}): string {
  const template = messages[language][kind][code] ?? messages[language][kind]['*'] ?? code;
  return template.replace(/\{(\w+)\}/g, (_, name: string) => formatValue(name, params[name] ?? (name === 'code' ? code : '')));
}

/** Amounts are named `...Fen` and read as yuan. */
function formatValue(name: string, value: unknown): string {
  if (!name.endsWith('Fen') || !/^-?\d+$/.test(String(value))) return String(value);
  const fen = BigInt(String(value));
  const sign = fen < 0n ? '-' : '';
  const digits = (fen < 0n ? -fen : fen).toString().padStart(3, '0');
  return `${sign}¥${digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',')}.${digits.slice(-2)}`;
}
