import type { Request } from 'express';
import type { Language } from './call.ts';

/** The reader's own choice, else the browser's preference between the two we speak, else Chinese. */
export function preferredLanguage(request: Request): Language {
  const own = request.signedIn?.locale;
  if (own) return own;
  const accepted = request.acceptsLanguages('zh-CN', 'zh', 'en');
  return accepted === 'en' ? 'en' : 'zh-CN';
}
