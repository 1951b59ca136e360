/** What the log takes and gives: leaves appended, proofs made and checked, anchors paid for. Pinned to two cores. */
import { Steps } from '../app/steps.ts';
import type { Figure } from './figure.ts';
import { appendFigures } from './log/append.ts';
import { gasFigures } from './log/gas.ts';
import { mirrorFigures } from './log/mirror.ts';
import { proofFigures } from './log/proofs.ts';
import { pinToTwoCores } from './two-cores.ts';

/** Figures `log.append`, `log.proofP99`, `log.verify`, `log.gas` and `log.mirror`. */
export async function* figures(): AsyncGenerator<Figure> {
  pinToTwoCores();
  const steps = new Steps(process.stderr);
  yield* appendFigures(steps);
  yield* proofFigures(steps);
  yield* gasFigures();
  yield* mirrorFigures(steps);
}
