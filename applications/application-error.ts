/** A refused command. `code` is stable; `fields` names what of the input is wrong, `params` fill the reader's sentence. */
export class ApplicationError extends Error {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number | bigint>>;
  readonly fields: readonly { field: string; code: string; params?: Readonly<Record<string, string | number>> }[];

  constructor(
    code: string,
    params: ApplicationError['params'] = {},
    fields: ApplicationError['fields'] = [],
  ) {
    super(code);
    this.name = 'ApplicationError';
    this.code = code;
    this.params = params;
    this.fields = fields;
  }
}
