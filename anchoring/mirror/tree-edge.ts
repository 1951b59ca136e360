import { emptyRoot, hashSizeBytes } from '@gbc/anchoring-verifier';
import { hash } from 'node:crypto';

/**
 * The right edge of a growing Merkle tree: the roots of the perfect subtrees that its size splits into, largest first. Enough
 * to append leaves and to know the root (RFC 6962 section 2.1). Hashed with Node's own SHA-256, the fastest there is, since a
 * mirror hashes every leaf of the log.
 */
export class TreeEdge {
  #size: number;
  readonly #subtrees: Uint8Array[];

  constructor(size = 0, subtrees: readonly Uint8Array[] = []) {
    this.#size = size;
    this.#subtrees = [...subtrees];
  }

  get size(): number {
    return this.#size;
  }

  get subtrees(): readonly Uint8Array[] {
    return this.#subtrees;
  }

  /** Appends the leaf of an entry. */
  append(entry: Uint8Array): void {
    let subtree = sha256(leafInput(entry));
    // As many subtrees are joined as the size has ones at its end.
    for (let rest = this.#size; rest % 2 === 1; rest = Math.floor(rest / 2)) subtree = hashPair(this.#subtrees.pop() as Uint8Array, subtree);
    this.#subtrees.push(subtree);
    this.#size += 1;
  }

  root(): Uint8Array {
    const last = this.#subtrees.at(-1);
    return last ? this.#subtrees.slice(0, -1).reduceRight((right, left) => hashPair(left, right), last) : emptyRoot;
  }

  copy(): TreeEdge {
    return new TreeEdge(this.#size, this.#subtrees);
  }
}

export const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');

function leafInput(entry: Uint8Array): Uint8Array {
  const input = new Uint8Array(1 + entry.length);
  input.set(entry, 1);
  return input;
}

function hashPair(left: Uint8Array, right: Uint8Array): Uint8Array {
  const input = new Uint8Array(1 + 2 * hashSizeBytes);
  input[0] = 1;
  input.set(left, 1);
  input.set(right, 1 + hashSizeBytes);
  return sha256(input);
}
