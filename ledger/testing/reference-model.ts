import { burn, instruct, redeem, releaseRedemption } from './model-redemption.ts';
import { answer, appeal, freeze, openAccount, openBudget } from './model-acts.ts';
import { cancel, correct, expire, mint, post, setAside, take } from './model-payout.ts';
import type { ModelCommand, ModelLink, ModelMoney, ModelOutcome, ModelState } from './model-state.ts';

/**
 * The ledger's rules once more, as plainly as they can be said: no database, no locks, no code shared with the ledger.
 * Tests run the same commands through both; where they differ, one of them is wrong. A refusal changes nothing.
 */
export function apply(state: ModelState, command: ModelCommand): ModelOutcome {
  switch (command.kind) {
    case 'linked': return link(state, command);
    case 'openAccount': return openAccount(state, command);
    case 'openBudget': return openBudget(state, command);
    case 'freeze': return freeze(state, command);
    case 'appeal': return appeal(state, command);
    case 'answer': return answer(state, command);
    default: return move(state, command);
  }
}

function move(state: ModelState, command: ModelMoney) {
  switch (command.kind) {
    case 'mint': return mint(state, command.adviceId);
    case 'take': return take(state, command);
    case 'post': return post(state, command);
    case 'expire': return expire(state, command);
    case 'correct': return correct(state, command);
    case 'setAside': return setAside(state, command);
    case 'void': return cancel(state, command);
    case 'redeem': return redeem(state, command);
    case 'instruct': return instruct(state, command);
    case 'burn': return burn(state, command);
    case 'releaseRedemption': return releaseRedemption(state, command);
  }
}

/** All are done, one after the other, or none. */
function link(state: ModelState, { linkId, members }: ModelLink): ModelOutcome {
  if (members.length === 0) return 'ledger.invalid';
  const content = JSON.stringify(members, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  const known = state.links[linkId];
  if (known !== undefined) return known === content ? 'done' : 'ledger.conflict';
  const trial = structuredClone(state);
  for (const [index, member] of members.entries()) {
    const outcome = move(trial, member);
    if (outcome !== 'done') return `ledger.linkedRefused ${index + 1} ${outcome}`;
  }
  Object.assign(state, trial);
  state.links[linkId] = content;
  state.events.push(`${linkId} commandsLinked`);
  return 'done';
}
