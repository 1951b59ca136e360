/** A function of FEEL: its JavaScript body and the names for calls by name; feelin reads them from `$args`. */
export type FeelBuiltin = ((...args: never[]) => unknown) & { $args?: readonly string[] };

export type Builtins = Readonly<Record<string, FeelBuiltin>>;

/** Names the parameters of a function; a last one that takes the rest starts with `...`. */
export function named(parameters: readonly string[], body: (...args: never[]) => unknown): FeelBuiltin {
  return Object.assign((...args: never[]) => body(...args), { $args: parameters });
}

export const isContext = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;

/** A single value where a list is wanted is a list of one, as FEEL has it. */
export const asList = (value: unknown): readonly unknown[] | null => (Array.isArray(value) ? value : value === null || value === undefined ? null : [value]);
