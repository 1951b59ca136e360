/** A random id; `crypto.randomUUID` is missing where the page came over plain HTTP from another machine. */
function randomId(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * One thing a person means to do. Its idempotency key stays the same while they try again with the same content, so
 * that an answer lost on the way never does it twice; other content is another intent.
 */
export class Intent {
  #content: string | undefined;
  #key = randomId();

  /** The key to send with this content. */
  keyFor(content: unknown): string {
    const text = JSON.stringify(content);
    if (this.#content !== undefined && this.#content !== text) this.#key = randomId();
    this.#content = text;
    return this.#key;
  }

  /** It was done: the same content again is a new intent. */
  done(): void {
    this.#content = undefined;
    this.#key = randomId();
  }
}
