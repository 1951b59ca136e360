import { measureGas } from '../../anchoring/testing/gas.ts';
import { figure, type Figure } from '../figure.ts';

const anchorLimit = 110_000;
const inclusionLimit = 50_000;

/**
 * `log.gas`: gas of the dearest anchor of a tree of ten million leaves; before it `log.gas.<leaves>` for smaller ones, and
 * `log.gas.inclusion` for a proof checked on chain at depth 14.
 */
export async function* gasFigures(): AsyncGenerator<Figure> {
  const { anchors, inclusion } = await measureGas();
  const [largest, ...smaller] = anchors.toReversed();
  if (!largest) throw new Error('no anchor was measured');
  for (const { treeSize, gas } of smaller.reverse()) yield figure(`log.gas.${treeSize}`, gas, 'gas', 'the limit at ten million leaves', anchorLimit);
  yield figure('log.gas.inclusion', inclusion.gas, 'gas', 'the limit at depth 14', inclusionLimit);
  yield figure('log.gas', largest.gas, 'gas', 'the limit at ten million leaves', anchorLimit);
}
