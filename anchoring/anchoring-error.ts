/** What can be wrong with the log, its anchors or a request for a proof. */
export type AnchoringErrorCode =
  /** The key file or setting is no log key, or is of another origin. */
  | 'log.keyInvalid'
  /** The published checkpoint is not signed by this key. */
  | 'log.keyChanged'
  /** The database has fewer leaves than were published: it was rolled back or is another one. */
  | 'log.databaseRolledBack'
  /** The database's leaves are not those that were published. */
  | 'log.databaseDiffers'
  /** Asked before `start` or after `stop`. */
  | 'log.notStarted'
  /** A proof was asked for a leaf or size beyond the published tree. */
  | 'log.outOfRange'
  /** No such event. */
  | 'receipt.eventUnknown'
  /** The event is committed, but no published checkpoint covers it yet; ask again. */
  | 'receipt.notLogged'
  /** No such receipt. */
  | 'receipt.unknown'
  /** Nothing about this matter is in a published checkpoint. */
  | 'packet.empty'
  /** The matter has more events than one packet holds. */
  | 'packet.tooLarge'
  /** The sending key's file is no key. */
  | 'anchor.keyInvalid'
  /** The sending key can't pay for the transaction. */
  | 'anchor.walletEmpty'
  /** The regulator has halted the anchoring. */
  | 'anchor.paused'
  /** The chain has no contract at the address that was named. */
  | 'anchor.contractMissing'
  /** The contract belongs to another origin or is held by another key. */
  | 'anchor.notOurContract'
  /** The contract stands beyond the published log, or at another root: the log was rolled back or forked. */
  | 'anchor.logForked';

/** A refusal or finding with a stable code; `params` fill its sentence. */
export class AnchoringError extends Error {
  readonly code: AnchoringErrorCode;
  readonly params: Readonly<Record<string, string | number>>;

  constructor(code: AnchoringErrorCode, message: string, params: Readonly<Record<string, string | number>> = {}, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AnchoringError';
    this.code = code;
    this.params = params;
  }
}
