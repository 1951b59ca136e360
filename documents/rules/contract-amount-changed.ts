import { articles } from './articles.ts';
import { fenParam, judge, type Finding } from './finding.ts';
import type { StreetFacts } from './street-facts.ts';

/** A contract known from an earlier application still has the amount it was registered with. */
export function contractAmountChanged({ form, contractAmountBeforeFen }: StreetFacts): Finding {
  return judge(
    { rule: 'contract.amountChanged', article: articles.limits, field: 'contract.amountFen', ifBroken: 'warned' },
    contractAmountBeforeFen === null || contractAmountBeforeFen === form.contract.amountFen,
    { enteredFen: fenParam(form.contract.amountFen), registeredFen: fenParam(contractAmountBeforeFen) },
  );
}
