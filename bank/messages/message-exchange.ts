/** A message as it goes over the wire, in a file or a request. */
export interface BankMessage {
  /** Says which message it is: the same name is the same message. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** How messages reach the bank and come from it. */
export interface MessageExchange {
  /**
   * Hands a message to the bank. Again under the same name it changes nothing.
   * @throws BankError `bank.unreachable` (the bank may have it), `bank.refused`, `bank.answerInvalid`
   */
  deliver(message: BankMessage): Promise<void>;
  /**
   * Hands on each message that has come and wasn't handed on before, oldest first. One that is too large to be read is handed on as its
   * error. A message whose `take` throws comes again.
   * @throws BankError `bank.unreachable`, `bank.refused`, `bank.answerInvalid`
   */
  collect(take: (message: BankMessage | UnreadMessage) => Promise<void>): Promise<void>;
}

/** A message that wasn't read, and why. */
export interface UnreadMessage {
  readonly name: string;
  readonly refused: Error;
}
