import type { Key } from '@gbc/engine';

/** A transition needs a definition that is not compiled. It is taken back, the definition compiled, and it runs again. */
export class NotCompiled extends Error {
  override readonly name = 'NotCompiled';
  readonly definitionKey: Key;

  constructor(definitionKey: Key) {
    super(`definition ${definitionKey} is not compiled`);
    this.definitionKey = definitionKey;
  }
}

/** Definitions of which a generation is full. */
const generationSize = 256;

/**
 * Compiled definitions by key, those used of late: what was not asked for while a generation filled up is forgotten and
 * compiled again when it is needed.
 */
export class ModelCache<Model> {
  #young = new Map<Key, Model>();
  #old = new Map<Key, Model>();

  /** Throws NotCompiled, which a transition lets pass. */
  get(key: Key): Model {
    const young = this.#young.get(key);
    if (young) return young;
    const old = this.#old.get(key);
    if (!old) throw new NotCompiled(key);
    this.set(key, old);
    return old;
  }

  set(key: Key, model: Model): void {
    if (this.#young.size >= generationSize) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, model);
  }
}
