import type { DocumentStore } from '@gbc/documents';
import type { WorkflowEngine } from '@gbc/engine';
import type { Environment } from '@gbc/events';
import type { LedgerQueue } from '@gbc/ledger';
import type { Database } from '@gbc/prisma';

/** What the job handlers work with. */
export interface WorkerParts {
  readonly database: Database;
  readonly engine: WorkflowEngine;
  /** For a command that no other change has to share a transaction with. */
  readonly ledger: LedgerQueue;
  readonly documents: DocumentStore;
  readonly env: Environment;
  /** Key of the hash by which offices compare invoices without showing their numbers. */
  readonly invoiceKey: Buffer;
  /** Told when something was written that a screen may show. */
  readonly onChange: (applicationId: string) => void;
}
