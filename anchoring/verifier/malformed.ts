/** Input that is not in the format it claims; the message says what and where. */
export class MalformedError extends Error {
  readonly code = 'verifier.malformed';

  constructor(message: string) {
    super(message);
    this.name = 'MalformedError';
  }
}
