/** One sentence of the terminal in both languages. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

export type TerminalLanguage = 'zh' | 'en' | 'both';

/** The language of the terminal by LC_ALL, LC_MESSAGES or LANG; where these name none (`C`, unset) both are shown. */
export function terminalLanguage(env: NodeJS.ProcessEnv = process.env): TerminalLanguage {
  const locale = env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || 'C';
  if (/^(C|POSIX)(\.|$)/.test(locale)) return 'both';
  return locale.startsWith('zh') ? 'zh' : 'en';
}

/** `words` as the terminal's reader wants them. */
export function inWords(words: Words, language: TerminalLanguage = terminalLanguage()): string {
  if (language !== 'both') return words[language];
  return words.zh === words.en ? words.en : `${words.zh} · ${words.en}`;
}
