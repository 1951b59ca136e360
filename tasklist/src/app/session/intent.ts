/** A random id; `crypto.randomUUID` is missing where the page came over plain HTTP from another machine. */
function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Keys of requests that were refused: the server remembers the refusal and would only repeat it. */
const refusedKeys = new Set<string>();

/** Remembers that the request with this key was answered, with a refusal. */
export function rememberRefused(key: string): void {
  refusedKeys.add(key);
}

/**
 * One thing a person means to do. Its idempotency key stays the same while they try again with the same content, so
 * that an answer lost on the way never does it twice; other content is another intent, and so is trying again after a refusal.
 */
export class Intent {
  #content: string | undefined;
  #key = randomId();

  /** The key to send with this content. */
  keyFor(content: unknown): string {
    const text = JSON.stringify(content);
    const isAnother = this.#content !== undefined && this.#content !== text;
    if (isAnother || refusedKeys.delete(this.#key)) this.#key = randomId();
    this.#content = text;
    return this.#key;
  }

  /** It was done: the same content again is a new intent. */
  done(): void {
    this.#content = undefined;
    this.#key = randomId();
  }
}
