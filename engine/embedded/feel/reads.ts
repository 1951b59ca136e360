/** What an evaluation depended on. */
export interface Reads {
  /** Variables that its expressions mention, as far as they were evaluated. */
  readonly names: Set<string>;
  /** False where it asked for what is another every time: the clock, chance. */
  isRepeatable: boolean;
}

/** Evaluation is synchronous, so there is at most one under way. */
let current: Reads | null = null;

/** Evaluates, and tells what the result depended on: with the same values it is the same again. */
export function watchReads<T>(work: () => T): { readonly value: T; readonly reads: Reads } {
  const outer = current;
  const reads: Reads = { names: new Set(), isRepeatable: true };
  current = reads;
  try {
    return { value: work(), reads };
  } finally {
    current = outer;
    noteNames(reads.names);
    if (!reads.isRepeatable) noteUnrepeatable();
  }
}

/** The expression under way mentions these variables. */
export function noteNames(names: Iterable<string>): void {
  if (current) for (const name of names) current.names.add(name);
}

/** The expression under way was given something that is another every time. */
export function noteUnrepeatable(): void {
  if (current) current.isRepeatable = false;
}
