import type { EventData, EventType } from './catalogue.ts';

/** Who did it: a person in a role of theirs, or a part of the platform acting by rule. */
export type Actor =
  | { readonly kind: 'person'; readonly personId: string; readonly organisationId: string; readonly role: string }
  | { readonly kind: 'system'; readonly name: string };

/** What a caller says of an event; id, time and salt are added as it is appended. */
export type EventInput<T extends EventType = EventType> = {
  [K in T]: {
    readonly type: K;
    readonly actor: Actor;
    readonly applicationId?: string | undefined;
    readonly data: EventData[K];
  };
}[T];

/** An event as it stands in the log. `body` of the row is the RFC 8785 JSON of exactly this. */
export type BusinessEvent<T extends EventType = EventType> = {
  [K in T]: {
    readonly v: 1;
    readonly id: string;
    readonly type: K;
    /** ISO 8601, UTC, milliseconds */
    readonly at: string;
    readonly actor: Actor;
    readonly applicationId?: string;
    readonly data: Json<EventData[K]>;
  };
}[T];

/** The shape after JSON: bigint fen have become integers, dates text. */
export type Json<T> = T extends bigint
  ? number
  : T extends Date
    ? string
    : T extends readonly (infer Item)[]
      ? Json<Item>[]
      : T extends object
        ? { [K in keyof T]: Json<T[K]> }
        : T;
