import { inWords, type Words } from './words.ts';

/**
 * Something the operator can put right: shown as one line, without a stack, with exit code 1.
 * `code` is stable (`start.portTaken`), so that a script can tell one from the other.
 */
export class StartError extends Error {
  readonly code: string;

  constructor(code: string, words: Words, options?: ErrorOptions) {
    super(inWords(words), options);
    this.name = 'StartError';
    this.code = code;
  }
}
