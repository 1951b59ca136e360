/** A statement that each connection parses once, under its name. */
export interface Prepared {
  readonly name: string;
  readonly text: string;
}

const known = new Map<string, Prepared>();

/**
 * Has each connection parse a statement once and keep its plan, which Postgres makes anew when it has analysed the tables. For what is run
 * many times a second and by keys, so that one plan serves all values; never for a text that is put together from what somebody asks for.
 */
export function prepared(text: string): Prepared {
  let statement = known.get(text);
  if (!statement) known.set(text, (statement = { name: `prepared_${known.size + 1}`, text }));
  return statement;
}
