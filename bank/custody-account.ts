/** The custody account at the bank, and in whose name it is. */
export interface CustodyAccount {
  readonly number: string;
  readonly holder: string;
  /** Name of the bank that keeps it. */
  readonly bank: string;
}
