import { organisationCodeIsValid } from '../numbers/organisation-code.ts';
import { articles } from './articles.ts';
import { judge, type Finding } from './finding.ts';

/** The organisation code inside the credit code (places 9 to 17) ends in its own right check character. */
export function organisationCodeCheck(field: string, creditCode: string): Finding {
  const code = creditCode.slice(8, 17);
  const rule = { rule: 'creditCode.organisationCode', article: articles.organisationCode, field, ifBroken: 'warned' } as const;
  return judge(rule, organisationCodeIsValid(code), { code });
}
