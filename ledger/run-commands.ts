import type { Environment } from '@gbc/events';
import type { Tx } from '@gbc/prisma';
import { Books } from './books.ts';
import { decideBurn } from './burn-tokens.ts';
import { membersOf, type LedgerAnswer, type LedgerCommand, type LinkedCommands } from './command.ts';
import { decideCorrect } from './correct-transfer.ts';
import { decideExpire } from './expire-hold.ts';
import { decideInstruct } from './instruct-redemption.ts';
import { LedgerError } from './ledger-error.ts';
import { decideLinked, openLinks } from './linked-commands.ts';
import { decideMint } from './mint-tokens.ts';
import { requireForeseen, type Turn } from './foresight.ts';
import { lockContent, lockStandings, readBrief } from './open-books.ts';
import { asRefusal } from './posting-lock.ts';
import { decidePost } from './post-hold.ts';
import { saveMoves, saveStandings } from './save-books.ts';
import { decideSetAside } from './set-aside.ts';
import { decideTake } from './take-hold.ts';
import { decideTakeRedemption } from './take-redemption.ts';
import type { Transfer } from './transfer.ts';
import { decideVoid } from './void-hold.ts';
import { decideVoidRedemption } from './void-redemption.ts';

/** What became of one command of a group: its answer, or why the ledger refuses it. */
export type Outcome<Command extends LedgerCommand | LinkedCommands> =
  | { readonly kind: 'done'; readonly answer: LedgerAnswer<Command> }
  | { readonly kind: 'refused'; readonly error: LedgerError };

/** Commands that need nothing but what a group before them may have left: no mint, no redemption, nothing that goes back. */
const foreseeable: readonly LedgerCommand['kind'][] = ['takeHold', 'postHold', 'voidHold', 'expireHold'];

/**
 * Runs commands in the caller's transaction, each as if those before it had been committed. A refused one changes nothing and
 * leaves the others alone.
 *
 * Where they `mayForesee` in their `turn`, they are decided on how the group before leaves the books, and written, before anything is locked that
 * others wait for: so the lock on an account that everybody draws on is held for a look and three small statements. Throws `Overtaken` where the
 * books stood otherwise.
 */
export async function runCommands(tx: Tx, env: Environment, commands: readonly (LedgerCommand | LinkedCommands)[], turn?: Turn, mayForesee = false): Promise<Outcome<LedgerCommand | LinkedCommands>[]> {
  const links = await openLinks(tx, commands);
  const members = commands.flatMap(membersOf);
  const brief = await readBrief(tx, members);
  const foreseen = turn && mayForesee && commands.every(({ kind }) => (foreseeable as readonly string[]).includes(kind)) ? await turn.foresee(brief.scope) : undefined;
  const books = new Books(foreseen ? { ...brief, ...foreseen, freezes: [], isMintingStopped: false } : await lockContent(tx, brief, members));
  const outcomes = commands.map((command): Outcome<LedgerCommand | LinkedCommands> => {
    try {
      return { kind: 'done', answer: command.kind === 'linked' ? decideLinked(books, env, links, command, decide) : decide(books, env, command) };
    } catch (error) {
      if (error instanceof LedgerError) return { kind: 'refused', error };
      throw error;
    }
  });
  turn?.leave(books, brief.scope);
  const changes = books.changes();
  try {
    // What is sent together needn't wait for answers: while the server works on one statement, the next is being written.
    if (foreseen) {
      const [, found] = await Promise.all([saveMoves(tx, env, changes), lockStandings(tx, brief)]);
      requireForeseen(foreseen, found, env.now());
      await saveStandings(tx, changes);
    } else await Promise.all([saveMoves(tx, env, changes), saveStandings(tx, changes)]);
    await links.save(tx, env);
  } catch (error) {
    throw asRefusal(error);
  }
  return outcomes;
}

/** {@link runCommands} for one command. @throws LedgerError of the command's rules */
export async function runCommand<Command extends LedgerCommand | LinkedCommands>(tx: Tx, env: Environment, command: Command): Promise<LedgerAnswer<Command>> {
  const [outcome] = (await runCommands(tx, env, [command])) as [Outcome<Command>];
  if (outcome.kind === 'refused') throw outcome.error;
  return outcome.answer;
}

/** The rules: they check everything before they change anything. */
function decide(books: Books, env: Environment, command: LedgerCommand): Transfer | null {
  switch (command.kind) {
    case 'mintTokens': return decideMint(books, env, command);
    case 'takeHold': return decideTake(books, env, command);
    case 'postHold': return decidePost(books, env, command);
    case 'voidHold': return decideVoid(books, env, command);
    case 'expireHold': return decideExpire(books, env, command);
    case 'correctTransfer': return decideCorrect(books, env, command);
    case 'setAsideOperating': return decideSetAside(books, env, command);
    case 'takeRedemption': return decideTakeRedemption(books, env, command);
    case 'instructRedemption': return decideInstruct(books, env, command);
    case 'burnTokens': return decideBurn(books, env, command);
    case 'voidRedemption': return decideVoidRedemption(books, env, command);
  }
}
