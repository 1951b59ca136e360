import type { Actor } from '@gbc/events';
import type { SignedIn } from '@gbc/identity';
import type { Tx } from '@gbc/prisma';
import type { Request } from 'express';
import type { z } from 'zod';
import type { Contract, OperationId } from './contract.ts';

export type Language = 'zh-CN' | 'en';

type Get<O, Name extends string, Otherwise> = O extends Record<Name, infer S extends z.ZodType> ? z.output<S> : Otherwise;

/** A request after it was parsed and its caller is known. */
export interface Call<Id extends OperationId = OperationId> {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Get<Contract[Id], 'query', undefined>;
  readonly body: Get<Contract[Id], 'body', undefined>;
  readonly by: SignedIn;
  readonly language: Language;
  readonly request: Request;
}

export type Answer<Id extends OperationId> = Contract[Id] extends { response: infer R extends z.ZodType }
  ? z.input<R>
  : Contract[Id] extends { mediaType: string | readonly string[] }
    ? FileAnswer
    : void;

/** A file, whole or as it comes. */
export interface FileAnswer {
  readonly mediaType: string;
  /** As the reader's machine is to keep it; any script. */
  readonly fileName?: string;
  readonly body: Buffer | AsyncIterable<string | Buffer>;
}

/** Answers a question; changes nothing. */
export interface QueryHandler<Id extends OperationId> {
  answer(call: Call<Id>): Promise<Answer<Id>>;
}

/**
 * Changes something. `run` does it in the transaction that also keeps the Idempotency-Key, and what it returns is kept with
 * the key; `answer` makes the response of that, also when the same request comes again.
 */
export interface CommandHandler<Id extends OperationId> {
  run(tx: Tx, call: Call<Id>): Promise<CommandResult>;
  answer(call: Call<Id>, result: CommandResult): Promise<Answer<Id>>;
}

/** What is kept of a command: the ids that lead to what it made. */
export type CommandResult = Readonly<Record<string, string>>;

export type Handlers<Ids extends OperationId> = {
  readonly [Id in Ids]: Contract[Id] extends { method: 'get' } | { isIdempotent: true } ? QueryHandler<Id> : CommandHandler<Id>;
};

/** The person as an actor of events that concern no office in particular. */
export function actorOf(by: SignedIn, organisationId: string, role: string): Extract<Actor, { kind: 'person' }> {
  return { kind: 'person', personId: by.personId, organisationId, role };
}
