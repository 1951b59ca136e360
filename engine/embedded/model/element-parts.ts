import type { ElementReader } from './build-context.ts';
import type { ScopeParts, ScopeType } from './check-scope.ts';
import type { BoundaryEvent, Element, ExecutionListeners, SequenceFlow } from './process-model.ts';

/** What stands around an element, built before it. */
export interface NodeParts {
  readonly scopeId: string;
  readonly incoming: readonly SequenceFlow[];
  readonly outgoing: readonly SequenceFlow[];
  readonly boundaryEvents: readonly BoundaryEvent[];
  /** What is around it. */
  readonly scopeType: ScopeType;
  /** Ids of the catching link events around it, by the name of the link. */
  readonly linkTargets: ReadonlyMap<string, string>;
  /** Those built so far; an event-based gateway comes after the events it leads to. */
  readonly elements: ReadonlyMap<string, Element>;
  /** Of a subprocess. */
  readonly inside: ScopeParts | null;
}

/** What every element has. */
export type Common = Pick<Element, 'id' | 'name' | 'scopeId' | 'incoming' | 'outgoing' | 'boundaryEvents' | 'inputs' | 'outputs' | keyof ExecutionListeners>;

/** Builds an element of one type. */
export type Build = (reader: ElementReader, common: Common, parts: NodeParts) => Element;
