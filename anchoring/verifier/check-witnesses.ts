import { fromBase64 } from './bytes.ts';
import { failed, notChecked, passed, type Check } from './check.ts';
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts';
import { verifyConsistency } from './consistency.ts';
import { cosignedAt } from './cosignature.ts';
import { MalformedError } from './malformed.ts';
import type { WitnessedCheckpoint } from './packet.ts';
import type { TrustedMeans } from './trust.ts';
import type { VerifierKey } from './verifier-key.ts';

/** A witness that the reader trusts, and when it cosigned. */
export interface Cosigning {
  readonly witness: VerifierKey;
  readonly at: Date;
}

/** The witnessed tree begins with the packet's, and enough of the witnesses that the reader trusts have cosigned it. */
export function checkWitnesses(
  checkpoint: Checkpoint,
  witnessed: WitnessedCheckpoint | null,
  { witnesses, quorum }: TrustedMeans,
): { readonly check: Check; readonly cosignings: readonly Cosigning[] } {
  const alone = (check: Check) => ({ check, cosignings: [] });
  if (!witnessed) return alone(notChecked('witness', '包中没有见证方的签名。', 'The packet has no cosignature of a witness.'));
  let later: Checkpoint;
  try {
    later = parseCheckpoint(witnessed.checkpoint);
  } catch (error) {
    if (!(error instanceof MalformedError)) throw error;
    return alone(failed('witness', `见证检查点格式有误:${error.message}`, `The witnessed checkpoint is malformed: ${error.message}`));
  }
  const isContinued =
    later.origin === checkpoint.origin &&
    verifyConsistency({
      firstSize: checkpoint.treeSize,
      firstRoot: checkpoint.rootHash,
      secondSize: later.treeSize,
      secondRoot: later.rootHash,
      proof: witnessed.consistencyProof.map(fromBase64),
    });
  if (!isContinued) return alone(failed('witness', '见证的日志与此包的日志不是同一个。', 'What was witnessed is not a continuation of this log.'));
  if (witnesses.length === 0) return alone(notChecked('witness', '未给出可信的见证方公钥。', "No trusted witness's key was given."));
  const cosignings = witnesses.flatMap((witness) => {
    const at = cosignedAt(later.note, witness);
    return at ? [{ witness, at }] : [];
  });
  const forged = witnesses.find(({ name, keyId }) => later.note.signatures.some((line) => line.name === name && line.keyId === keyId) && !cosignings.some(({ witness }) => witness.keyId === keyId && witness.name === name));
  if (forged) return alone(failed('witness', `见证方 ${forged.name} 的签名不成立。`, `The cosignature of ${forged.name} is false.`));
  const check = cosignings.length >= quorum
    ? passed('witness', `${cosignings.length} 个可信见证方已共同签名(需 ${quorum} 个)。`, `${cosignings.length} trusted witnesses have cosigned (${quorum} needed).`)
    : notChecked('witness', `只有 ${cosignings.length} 个可信见证方签名,需 ${quorum} 个。`, `Only ${cosignings.length} trusted witnesses have cosigned; ${quorum} are needed.`);
  return { check, cosignings };
}
