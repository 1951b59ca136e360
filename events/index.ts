export { appendEvent, appendEvents } from './append.ts';
export { canonicalJson } from './canonical.ts';
export type { DecisionKind, ElementReference, ErasureGround, EventData, EventType, ProcessReference } from './catalogue.ts';
export { systemEnvironment, type Environment } from './environment.ts';
export type { Actor, BusinessEvent, EventInput, Json } from './event.ts';
export { readApplicationEvents, readEventsOf } from './feed.ts';
export { commitPersonalValue, erasePersonalValues } from './personal-value.ts';
export { recordRefusedAttempt, type RefusedAttempt } from './refused-attempt.ts';
