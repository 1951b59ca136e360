import type { ElementReader } from './build-context.ts';
import type { CatchEvent } from './catch-events.ts';
import type { Expression } from '../feel/expression.ts';

const fixed = (expression: Expression, what: string) => (expression.kind === 'static' ? `${what} '${expression.text}'` : undefined);

/** What tells a trigger from others of its scope; undefined where that shows only when it runs, or any number may be. */
function identity({ trigger }: CatchEvent): string | undefined {
  switch (trigger.kind) {
    case 'message': return fixed(trigger.message.name, 'message');
    case 'signal': return fixed(trigger.signalName, 'signal');
    case 'error': return trigger.errorCode === null ? 'any error' : `error '${trigger.errorCode}'`;
    case 'escalation': return trigger.escalationCode === null ? 'any escalation' : `escalation '${trigger.escalationCode}'`;
    default: return undefined;
  }
}

/** Events that wait side by side must not wait for the same: which of them is meant could not be said. */
export function refuseTwins(reader: ElementReader, events: readonly CatchEvent[]): void {
  const seen = new Map<string, string>();
  for (const event of events) {
    const what = identity(event);
    if (what === undefined) continue;
    const other = seen.get(what);
    if (other !== undefined) throw reader.refuse(`'${other}' and '${event.id}' both catch ${what}`);
    seen.set(what, event.id);
  }
}
