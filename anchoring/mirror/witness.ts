import { equalBytes, fromBase64, isSignedBy, MalformedError, parseCheckpoint, verifyConsistency, type Checkpoint, type VerifierKey } from '@gbc/anchoring-verifier';
import { AlarmError } from './alarm.ts';
import type { WitnessKey } from './witness-key.ts';

/** What a witness answers to `add-checkpoint`, as HTTP. */
export interface WitnessAnswer {
  readonly status: 200 | 400 | 403 | 404 | 409 | 422;
  readonly type: 'text/plain; charset=utf-8' | 'text/x.tlog.size';
  readonly body: string;
}

/** Where a witness keeps the newest checkpoint that it cosigned; durable before `write` returns. */
export interface CosignedStore {
  read(): string | undefined;
  write(note: string): void;
}

interface AddCheckpoint {
  readonly oldSize: number;
  readonly proof: readonly Uint8Array[];
  readonly note: string;
  readonly checkpoint: Checkpoint;
}

const proofLengthMax = 63;

/**
 * A witness of one log (C2SP tlog-witness): cosigns a checkpoint only where its tree begins with the one cosigned last, so
 * that no two histories of the log ever carry its signature.
 */
export class Witness {
  readonly #logKey: VerifierKey;
  readonly #key: WitnessKey;
  readonly #store: CosignedStore;
  readonly #now: () => Date;

  constructor(options: { readonly logKey: VerifierKey; readonly key: WitnessKey; readonly store: CosignedStore; readonly now: () => Date }) {
    this.#logKey = options.logKey;
    this.#key = options.key;
    this.#store = options.store;
    this.#now = options.now;
  }

  /** The newest checkpoint that was cosigned. */
  head(): Checkpoint | undefined {
    const note = this.#store.read();
    return note === undefined ? undefined : parseCheckpoint(note);
  }

  /**
   * Answers one request, whose body is `old <size>`, a consistency proof, a blank line and the checkpoint. Synchronous, so that
   * two requests can't both be judged by the same head.
   * @throws AlarmError `fork` where the log has signed two trees of one size
   */
  addCheckpoint(body: string): WitnessAnswer {
    let request: AddCheckpoint;
    try {
      request = parseRequest(body);
    } catch (error) {
      if (!(error instanceof MalformedError)) throw error;
      return answer(400, error.message);
    }
    const { checkpoint, oldSize, proof, note } = request;
    if (checkpoint.origin !== this.#logKey.name) return answer(404, `the log ${checkpoint.origin} is not witnessed here`);
    if (!isSignedBy(checkpoint.note, this.#logKey)) return answer(403, "not signed by the log's key");
    if (oldSize > checkpoint.treeSize) return answer(400, 'the old size is beyond the checkpoint');
    const head = this.head();
    const headSize = head?.treeSize ?? 0;
    if (head?.treeSize === checkpoint.treeSize && !equalBytes(head.rootHash, checkpoint.rootHash)) throw twoTrees(head.treeSize, note);
    if (oldSize !== headSize) return { status: 409, type: 'text/x.tlog.size', body: `${headSize}\n` };
    if (head && !extendsHead(head, checkpoint, proof)) return answer(422, 'the consistency proof fails');
    if (!head && proof.length > 0) return answer(422, 'the empty tree needs no proof');
    this.#store.write(note);
    return answer(200, this.#key.cosign(checkpoint.note.text, this.#now()));
  }
}

const answer = (status: WitnessAnswer['status'], text: string): WitnessAnswer => ({ status, type: 'text/plain; charset=utf-8', body: text.endsWith('\n') ? text : `${text}\n` });

function extendsHead(head: Checkpoint, checkpoint: Checkpoint, proof: readonly Uint8Array[]): boolean {
  return verifyConsistency({ firstSize: head.treeSize, firstRoot: head.rootHash, secondSize: checkpoint.treeSize, secondRoot: checkpoint.rootHash, proof });
}

const twoTrees = (treeSize: number, offered: string): AlarmError =>
  new AlarmError('fork', `日志为 ${treeSize} 片叶子签了两个不同的根。`, `The log has signed two roots for ${treeSize} leaves.`, { offered });

function parseRequest(body: string): AddCheckpoint {
  const end = body.indexOf('\n\n');
  const [first = '', ...lines] = body.slice(0, Math.max(end, 0)).split('\n');
  const size = /^old (0|[1-9][0-9]{0,15})$/.exec(first)?.[1];
  if (end < 0 || size === undefined) throw new MalformedError('a request begins with "old" and a size');
  if (lines.length > proofLengthMax) throw new MalformedError('the proof is too long');
  const proof = lines.map((line) => {
    const hash = fromBase64(line);
    if (hash.length !== 32) throw new MalformedError('a hash of the proof is not 32 bytes');
    return hash;
  });
  const note = body.slice(end + 2);
  return { oldSize: Number(size), proof, note, checkpoint: parseCheckpoint(note) };
}
