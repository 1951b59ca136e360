import { openJsonRpc, type JsonRpc } from './json-rpc.ts';
import { MalformedError } from './malformed.ts';
import { cosignatureType, parseVerifierKey, type VerifierKey } from './verifier-key.ts';

/** What the reader was given apart from the file; nothing inside it can stand for that. */
export interface Trust {
  /** The log's verifier key, `name+keyId+base64`. */
  readonly key?: string;
  /** Verifier keys of witnesses (cosignature/v1). */
  readonly witnesses?: readonly string[];
  /** How many of them must have cosigned. Default: all of them. */
  readonly quorum?: number;
  /** Address of the registry contract. */
  readonly contract?: string;
  /** Address of an EVM node that the reader believes. */
  readonly rpc?: string;
  /** Hash of the anchor's block, looked up elsewhere: for a reader without a node. */
  readonly block?: string;
}

/** Trust after it was read. */
export interface TrustedMeans {
  readonly key: VerifierKey | undefined;
  readonly witnesses: readonly VerifierKey[];
  readonly quorum: number;
  readonly contract: string | undefined;
  readonly rpc: JsonRpc | undefined;
  readonly block: string | undefined;
}

/** @throws MalformedError where what the reader trusts is itself malformed: nothing can be judged by it */
export function readTrust({ key, witnesses = [], quorum = witnesses.length, contract, rpc, block }: Trust): TrustedMeans {
  if (contract !== undefined && !/^0x[0-9a-fA-F]{40}$/.test(contract)) throw new MalformedError('contract: not an address');
  if (block !== undefined && !/^0x[0-9a-fA-F]{64}$/.test(block)) throw new MalformedError('block: not a hash');
  const keys = witnesses.map((text) => parseVerifierKey(text, cosignatureType));
  if (new Set(keys.map(({ keyId, name }) => `${name}+${keyId}`)).size !== keys.length) throw new MalformedError('witness: a key is given twice');
  if (!Number.isSafeInteger(quorum) || quorum > keys.length || (keys.length > 0 && quorum < 1)) throw new MalformedError(`quorum: not within 1 and ${keys.length}`);
  return {
    key: key === undefined ? undefined : parseVerifierKey(key),
    witnesses: keys,
    quorum,
    contract,
    rpc: rpc === undefined ? undefined : openJsonRpc(rpc),
    block,
  };
}
