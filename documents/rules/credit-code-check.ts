import { creditCodeIsValid } from '../numbers/credit-code.ts';
import { articles } from './articles.ts';
import { judge, type Finding } from './finding.ts';

/** The party's credit code ends in its right check character. */
export function creditCodeCheck(field: string, code: string): Finding {
  return judge({ rule: 'creditCode.check', article: articles.creditCode, field, ifBroken: 'refused' }, creditCodeIsValid(code), { code });
}
