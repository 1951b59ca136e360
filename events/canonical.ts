import canonicalize from 'canonicalize';

/**
 * RFC 8785 JSON of a value: one spelling, so that a hash of it means something. bigint becomes a JSON integer;
 * above 2^53-1 it has no exact JSON number, so it throws RangeError.
 */
export function canonicalJson(value: unknown): string {
  const text = canonicalize(integers(value));
  if (text === undefined) throw new TypeError('undefined has no JSON');
  return text;
}

function integers(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    if (!Number.isSafeInteger(number)) throw new RangeError(`${value} is no exact JSON integer`);
    return number;
  }
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(integers);
  if (value !== null && typeof value === 'object') {
    const plain: Record<string, unknown> = {};
    for (const [key, each] of Object.entries(value)) if (each !== undefined) plain[key] = integers(each);
    return plain;
  }
  return value;
}
