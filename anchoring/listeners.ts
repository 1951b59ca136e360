/** A set of callbacks for one kind of news. One that throws must not keep the others from hearing it. */
export class Listeners<T> {
  readonly #listeners = new Set<(news: T) => void>();
  readonly #onError: (error: unknown) => void;

  constructor(onError: (error: unknown) => void) {
    this.#onError = onError;
  }

  /** @returns a function that ends the subscription */
  add(listener: (news: T) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  tell(news: T): void {
    for (const listener of this.#listeners) {
      try {
        listener(news);
      } catch (error) {
        this.#onError(error);
      }
    }
  }
}
