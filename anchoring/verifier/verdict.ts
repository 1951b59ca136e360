import type { Check, Sentence } from './check.ts';
import type { TrustedMeans } from './trust.ts';

export interface Verification {
  /**
   * verified: every check passed that the given trust allows, and it names the origin (the key's signature, a quorum of
   * witnesses, or the root in the trusted contract). unverified: consistent in itself, origin not established, or something
   * that the reader asked for is still open. failed: something is false.
   */
  readonly verdict: 'verified' | 'unverified' | 'failed';
  readonly sentence: Sentence;
  readonly checks: readonly Check[];
}

/** What all checks together come to. */
export function conclude(checks: readonly Check[], trust: TrustedMeans): Verification {
  const has = (...ids: Check['id'][]): boolean => ids.every((id) => checks.some((check) => check.id === id && check.outcome === 'passed'));
  if (checks.some(({ outcome }) => outcome === 'failed')) {
    return { verdict: 'failed', sentence: { zh: '未通过:此文件不可信。', en: 'Failed: this file is not to be believed.' }, checks };
  }
  const proofs = {
    signed: has('signature'),
    witnessed: has('witness'),
    anchored: has('contract', 'chain', 'block', 'anchored', 'head') || has('contract', 'header', 'transaction', 'block'),
  };
  // What the reader named and what could not be asked or was not there leaves a question open, whatever else is signed.
  const isOpen = (trust.rpc && !has('head')) || (trust.block && !has('block')) || (trust.witnesses.length > 0 && !proofs.witnessed);
  const isProven = proofs.signed || proofs.witnessed || proofs.anchored;
  if (isProven && !isOpen) return { verdict: 'verified', sentence: provedBy(proofs), checks };
  const sentence = proofs.signed
    ? { zh: '自身一致且由日志签名,但您给出的其他依据未能核实。', en: 'Signed by the log, but not confirmed by everything that you named.' }
    : { zh: '自身一致,来源未核实。', en: 'Consistent, origin not verified.' };
  return { verdict: 'unverified', sentence, checks };
}

function provedBy({ signed, witnessed, anchored }: { readonly signed: boolean; readonly witnessed: boolean; readonly anchored: boolean }): Sentence {
  const means = [
    { holds: signed, zh: '由日志签名', en: 'signed by the log' },
    { holds: witnessed, zh: '由足够的见证方共同签名', en: 'cosigned by a quorum of witnesses' },
    { holds: anchored, zh: '锚定在您信任的合约中', en: 'anchored in the contract you trust' },
  ];
  const by = means.filter(({ holds }) => holds);
  const open = means.filter(({ holds }) => !holds);
  return {
    zh: `已核实:${by.map(({ zh }) => zh).join(',')}。${open.map(({ zh }) => `是否${zh}未核对。`).join('')}`,
    en: `Verified: ${by.map(({ en }) => en).join(', ')}.${open.map(({ en }) => ` Not checked: ${en}.`).join('')}`,
  };
}
