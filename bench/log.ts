/** What the log takes and gives: leaves appended, proofs made and checked, anchors paid for. Pinned to two cores. */
import { Steps } from '../app/steps.ts';
import type { Figure } from './figure.ts';
import { appendFigures } from './log/append.ts';
import { besideLedgerFigures } from './log/beside-ledger.ts';
import { gasFigures } from './log/gas.ts';
import { mirrorFigures } from './log/mirror.ts';
import { proofFigures } from './log/proofs.ts';
import { pinToTwoCores } from './two-cores.ts';

/** Figures `log.append`, `log.proofP99`, `log.verify`, `log.gas`, `log.mirror` and `log.besideLedger`; BENCH_ONLY names one group of them. */
export async function* figures(): AsyncGenerator<Figure> {
  pinToTwoCores();
  const steps = new Steps(process.stderr);
  const groups = { append: appendFigures, proofs: proofFigures, gas: gasFigures, mirror: mirrorFigures, besideLedger: besideLedgerFigures };
  const only = process.env['BENCH_ONLY'];
  for (const [name, figuresOf] of Object.entries(groups)) if (only === undefined || only === name) yield* figuresOf(steps);
}
