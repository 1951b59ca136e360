import { parseExpression, parseUnaryTests } from 'feelin';
import { builtins } from './functions/builtins.ts';
import { feelLimits } from './limits.ts';

/** The text is not FEEL, or goes over a limit that is known before it runs. */
export class FeelSyntaxError extends Error {
  override readonly name = 'FeelSyntaxError';
}

export type SyntaxTree = ReturnType<typeof parseExpression>;
export type SyntaxNode = SyntaxTree['topNode'];
export type Grammar = 'expression' | 'unaryTests';

const stringOrBracket = /"(?:\\[\s\S]|[^"\\])*"|\/\*[\s\S]*?\*\/|\/\/[^\n]*|[([{]|[)\]}]/g;

/** feelin's parser takes seconds for thousands of brackets, so they are counted first. */
function checkSize(source: string): void {
  if (source.length > feelLimits.textLengthMax) throw new FeelSyntaxError(`the expression is longer than ${feelLimits.textLengthMax} characters`);
  let depth = 0;
  for (const [token] of source.matchAll(stringOrBracket)) {
    if ('([{'.includes(token)) depth += 1;
    else if (')]}'.includes(token)) depth -= 1;
    if (depth > feelLimits.bracketDepthMax) throw new FeelSyntaxError(`the expression nests brackets deeper than ${feelLimits.bracketDepthMax}`);
  }
}

/** The parser takes `1e3`, and feelin would read 1. */
const exponent = /e/i;

function checkTree(tree: SyntaxTree, source: string): void {
  let depth = 0;
  tree.iterate({
    enter({ type, name, from, to }) {
      depth += 1;
      if (depth > feelLimits.treeDepthMax) throw new FeelSyntaxError(`the expression nests deeper than ${feelLimits.treeDepthMax}`);
      if (name === 'NumericLiteral' && exponent.test(source.slice(from, to))) throw new FeelSyntaxError(`'${source.slice(from, to).slice(0, 40)}': FEEL has no exponents`);
      if (!type.isError) return;
      const found = source.slice(from, to === from ? from + 20 : to).trim();
      throw new FeelSyntaxError(found === '' ? 'it ends too early' : `'${found.slice(0, 40)}' is not understood at character ${from + 1}`);
    },
    leave: () => void (depth -= 1),
  });
}

/** Names in backticks, as Camunda has them. */
export const dialect = 'camunda';
/** Without `not`, which the grammar of unary tests must see as its own. */
const functionNames = Object.fromEntries(Array.from(builtins.keys()).filter((name) => name !== 'not').map((name) => [name, null]));

/** Parses FEEL. `names` are the variables it may mention; those with spaces are known only so. Throws FeelSyntaxError. */
export function parse(source: string, grammar: Grammar, names: readonly string[]): SyntaxTree {
  checkSize(source);
  const context = { ...functionNames, ...Object.fromEntries(names.map((name) => [name, null])) };
  const tree = grammar === 'expression' ? parseExpression(source, context, dialect) : parseUnaryTests(source, context, dialect);
  checkTree(tree, source);
  return tree;
}
