import { EngineError } from '@gbc/engine';

const tagsMax = 10;
const tagLengthMax = 100;
const format = /^[a-zA-Z][a-zA-Z0-9_\-:.]*$/;
const description = `Tags must start with a letter (a-z, A-Z), followed by alphanumerics, underscores, minuses, colons, or periods. It must not be blank and must be ${tagLengthMax} characters or less.`;

const refuse = (reason: string) => new EngineError('INVALID_ARGUMENT', `Expected to create instance of process with tags, but ${reason}`);

/** The tags of a new instance, each once. INVALID_ARGUMENT: more than ten, or one that is none. */
export function checkedTags(tags: readonly string[]): readonly string[] {
  const distinct = [...new Set(tags)];
  if (distinct.length > tagsMax) throw refuse(`the number of tags exceeds the limit of ${tagsMax}.`);
  const invalid = distinct.filter((tag) => tag.length > tagLengthMax || !format.test(tag));
  if (invalid.length > 0) throw refuse(`the tags '${invalid.join("', '")}' are invalid. ${description}`);
  return distinct;
}
