import type { Anchorer, Cosigner, Log, Packets, Receipts } from '@gbc/anchoring';
import type { Allocator, Dispatcher, ModelFiles } from '@gbc/applications';
import type { BankAdapter, BankAddress, CustodianBank, CustodyAccount, PushedAdvices } from '@gbc/bank';
import type { DocumentStore } from '@gbc/documents';
import type { WorkflowEngine } from '@gbc/engine';
import type { Environment } from '@gbc/events';
import type { Database } from '@gbc/prisma';
import type { Logger } from 'pino';
import type { Stream } from './stream.ts';

/** A problem that a lint rule found in a model. */
export interface LintFinding {
  readonly rule: string;
  readonly elementId: string | null;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
}

/** What the handlers work with; the wiring in app makes one. */
export interface ApiParts {
  readonly database: Database;
  readonly env: Environment;
  readonly engine: WorkflowEngine;
  readonly dispatcher: Dispatcher;
  readonly allocator: Allocator;
  readonly documents: DocumentStore;
  readonly log: Log;
  readonly anchorer: Anchorer;
  readonly cosigner: Cosigner;
  readonly receipts: Receipts;
  readonly packets: Packets;
  readonly bank: {
    readonly custodian: CustodianBank;
    readonly adapter: BankAdapter;
    readonly account: CustodyAccount;
    /** Of the simulated bank, where a bank operator can pay in; null where the bank is another. */
    readonly address: BankAddress | null;
    /** What the bank signs its pushes with; null where nothing may be pushed. */
    readonly webhookSecret: string | null;
    /** Takes in at once what the bank has advised. */
    readonly pollFeed: () => Promise<void>;
    readonly takePushed: (advices: PushedAdvices) => Promise<void>;
  };
  /** The flows as the repository delivers them. */
  readonly models: readonly ModelFiles[];
  /** The schema of a form as it was deployed; null where it is not known. */
  readonly readForm: (form: { formId: string; formKey: string }) => Promise<Record<string, unknown> | null>;
  readonly lintModel: (bpmnXml: string, language: 'zh-CN' | 'en') => Promise<readonly LintFinding[]>;
  readonly stream: Stream;
  /** The prefix that the publisher of contract data has registered for its ids. */
  readonly ocidPrefix: string;
  readonly logger: Logger;
}
