/** What a mirror found that no honest log does. */
export type AlarmKind =
  /** The log offers less than it had signed before. */
  | 'rollback'
  /** The log offers another history than the one it had signed before. */
  | 'fork'
  /** An event is not what its leaf commits to. */
  | 'eventAltered'
  /** The checkpoint is not signed by the log's key. */
  | 'keyChanged'
  /** What the contract keeps is not what the log shows. */
  | 'chainDiffers';

/** An alarm with its evidence; kept in a file until a person has looked. */
export interface Alarm {
  readonly kind: AlarmKind;
  /** ISO 8601, UTC */
  readonly at: string;
  readonly zh: string;
  readonly en: string;
  /** The signed note that the mirror had kept, byte for byte; null where it had none. */
  readonly kept: string | null;
  /** What was offered instead. */
  readonly offered: string;
  /** The first leaf that differs from the mirror's copy; null where the copies don't tell. */
  readonly firstBadLeaf: number | null;
}

/** Thrown by a finding that stops the mirror; anything else that is thrown is trouble of the day and tried again. */
export class AlarmError extends Error {
  readonly kind: AlarmKind;
  readonly zh: string;
  readonly offered: string;
  readonly firstBadLeaf: number | null;

  constructor(kind: AlarmKind, zh: string, en: string, evidence: { readonly offered: string; readonly firstBadLeaf?: number | null }) {
    super(en);
    this.name = 'AlarmError';
    this.kind = kind;
    this.zh = zh;
    this.offered = evidence.offered;
    this.firstBadLeaf = evidence.firstBadLeaf ?? null;
  }
}
