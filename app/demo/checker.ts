/**
 * The independent checker: recomputes the log and every balance from exported events and compares them with what the
 * platform claims. With the two files that it imports from beside it, it takes nothing of the platform but the proof verifier, so that
 * an auditor can read it in one sitting and run it anywhere.
 *
 * `node app/demo/checker.ts FOLDER --key VERIFIER_KEY`
 * FOLDER holds `events.ndjson` (GET /api/v1/events), `checkpoint` (GET /log/checkpoint), `funds.json` (GET /api/v1/funds) and
 * `custody.json` ({"custodyFen": N}, as the bank states it). The key is the one that the reader was given apart.
 * Exit code 0: everything agrees; 1: it does not, one line for each difference; 2: the input can't be read.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { commitToEvent, emptyRoot, encodeEntry, fromBase64, hashChildren, hashLeaf, isSignedBy, parseCheckpoint, parseVerifierKey, toBase64 } from '@gbc/anchoring-verifier';
import { RedemptionReplay } from './check-redemptions.ts';
import { amountOf, canonical, text, type Account, type Decision, type LoggedEvent } from './logged-event.ts';

/** What is checked, as it was exported. */
export interface CheckerInput {
  /** One JSON object a line: `{leafIndex, event, salt}`. */
  readonly events: string;
  /** The signed note. */
  readonly checkpoint: string;
  /** The log's key, `name+keyId+base64`, from a source other than the platform. */
  readonly key: string;
  readonly funds: {
    readonly supplyFen: number;
    readonly custodyFen: number | null;
    readonly accounts: readonly { readonly accountId: string; readonly balanceFen: number; readonly heldFen: number }[];
  };
  /** As the bank states it. */
  readonly custodyFen: number;
}

export interface CheckerReport {
  /** One sentence for each thing that does not agree; none: everything does. */
  readonly differences: readonly string[];
  /** The checkpoint is signed by the key and is about exactly these events. */
  readonly checkpointVerified: boolean;
  readonly logSize: number;
  readonly supplyFen: bigint;
  /** Applications with a posted payout. */
  readonly paidApplications: readonly string[];
  /** All that was paid to accounts of firms. */
  readonly paidToFirmsFen: bigint;
  /** All that was paid to accounts of subsidised individuals. */
  readonly paidToIndividualsFen: bigint;
  /** All that ended because the bank paid for it. */
  readonly burnedFen: bigint;
  /** All that offices keep for their operating costs. */
  readonly operatingFen: bigint;
}

interface Hold {
  readonly transferId: string;
  readonly applicationId: string;
  readonly debit: string;
  readonly credit: string;
  readonly amountFen: bigint;
  readonly revision: unknown;
  readonly payoutNo: unknown;
  readonly approvalsRequired: number;
  readonly reviewers: ReadonlySet<string>;
  state: 'pending' | 'posted' | 'voided';
}

// ---- The log ----

/** Root of the tree over the leaves (RFC 6962 section 2.1): equal subtrees are joined as soon as both are complete. */
function rootOf(leafHashes: readonly Uint8Array[]): Uint8Array {
  const subtrees: { readonly size: number; readonly hash: Uint8Array }[] = [];
  const join = () => {
    const [left, right] = subtrees.splice(-2);
    if (left && right) subtrees.push({ size: left.size + right.size, hash: hashChildren(left.hash, right.hash) });
  };
  for (const hash of leafHashes) {
    subtrees.push({ size: 1, hash });
    while (subtrees.length > 1 && subtrees.at(-1)?.size === subtrees.at(-2)?.size) join();
  }
  while (subtrees.length > 1) join();
  return subtrees[0]?.hash ?? emptyRoot;
}

/** The events of an export in their order, and the leaf that each of them hashes to. */
function readLog(text: string): { events: LoggedEvent[]; leafHashes: Uint8Array[]; differences: string[] } {
  const differences: string[] = [];
  const leafHashes: Uint8Array[] = [];
  const ids = new Set<string>();
  const events = text.split('\n').filter((line) => line !== '').map((line, index) => {
    const exported = JSON.parse(line) as { leafIndex: number; event: string; salt: string };
    const event = JSON.parse(exported.event) as LoggedEvent;
    if (exported.leafIndex !== index) differences.push(`line ${index + 1} is leaf ${exported.leafIndex}`);
    if (canonical(event) !== exported.event) differences.push(`leaf ${index} is not canonical JSON`);
    if (ids.has(event.id)) differences.push(`leaf ${index} repeats event ${event.id}`);
    ids.add(event.id);
    leafHashes.push(hashLeaf(encodeEntry(commitToEvent(fromBase64(exported.salt), exported.event))));
    return event;
  });
  return { events, leafHashes, differences };
}

function checkCheckpoint(text: string, keyText: string, leafHashes: readonly Uint8Array[]): string[] {
  const key = parseVerifierKey(keyText);
  const checkpoint = parseCheckpoint(text);
  const differences: string[] = [];
  if (checkpoint.origin !== key.name || !isSignedBy(checkpoint.note, key)) differences.push('the checkpoint is not signed by the trusted key');
  if (checkpoint.treeSize !== leafHashes.length) differences.push(`the checkpoint has ${checkpoint.treeSize} leaves, the export ${leafHashes.length}`);
  if (toBase64(checkpoint.rootHash) !== toBase64(rootOf(leafHashes))) differences.push('the events do not hash to the root of the checkpoint');
  return differences;
}

// ---- The money ----

/** Who can give which approval. */
const roleOf: Readonly<Record<string, string>> = { review: 'specialist', payout: 'finance-supervisor', secondPayout: 'finance-supervisor', matchDeposit: 'finance-supervisor', redemption: 'finance-supervisor' };

/** Goes through the events once, in the order of the log, and holds each movement of money against what came before it. */
class Replay {
  readonly differences: string[] = [];
  readonly accounts = new Map<string, Account>();
  readonly holds = new Map<string, Hold>();
  readonly #kinds = new Map<string, string>();
  #mintedFen = 0n;
  readonly #submissions = new Map<string, LoggedEvent['data']>();
  readonly #applicants = new Map<string, Set<string>>();
  readonly #decisions = new Map<string, Decision>();
  readonly #advised = new Map<string, bigint>();
  readonly #minted = new Set<string>();
  /** Payouts that a share was set aside of. */
  readonly #setAsides = new Set<string>();
  readonly #operatingFen = new Map<Account, bigint>();
  readonly #redemptions = new RedemptionReplay({
    holding: (id) => this.#holding(id),
    approvals: (data, kind) => this.#approvals(data, kind),
    addApplicant: (applicationId, actor) => this.#addApplicant(applicationId, actor),
    isApplicant: (applicationId, personId) => this.#applicants.get(applicationId)?.has(personId) === true,
  });

  constructor(events: readonly LoggedEvent[]) {
    events.forEach((event, leafIndex) => {
      try {
        this.#take(event);
      } catch (error) {
        this.differences.push(`leaf ${leafIndex} (${event.type}): ${error instanceof Error ? error.message : String(error)}`);
      }
    });
  }

  get burnedFen(): bigint {
    return this.#redemptions.burnedFen;
  }

  get supplyFen(): bigint {
    return this.#mintedFen - this.burnedFen;
  }

  get posted(): Hold[] {
    return [...this.holds.values()].filter(({ state }) => state === 'posted');
  }

  /** All that was paid to accounts of organisations of this kind. */
  paidToFen(kind: 'firm' | 'individual'): bigint {
    const isTheirs = ({ credit }: Hold) => this.#kinds.get(text(this.accounts.get(credit)?.organisationId)) === kind;
    return this.posted.filter(isTheirs).reduce((sum, { amountFen }) => sum + amountFen, 0n);
  }

  #take(event: LoggedEvent): void {
    const { type, data, applicationId = '' } = event;
    if (type === 'organisationRegistered') this.#kinds.set(text(data['organisationId']), text(data['kind']));
    else if (type === 'accountOpened') this.#openAccount(data);
    else if (type === 'depositAdvised') this.#advised.set(text(data['adviceId']), amountOf(data));
    else if (type === 'applicationSubmitted') this.#submit(event, applicationId);
    else if (type === 'decisionRecorded') this.#record(event, applicationId);
    else if (type === 'decisionAccepted' || type === 'decisionRefused') this.#settle(text(data['decisionId']), type === 'decisionAccepted');
    else if (type === 'tokensMinted') this.#mint(data);
    else if (type === 'holdTaken') this.#hold(data, applicationId);
    else if (type === 'holdVoided') this.#close(data, 'voided');
    else if (type === 'transferPosted') this.#post(data, applicationId);
    else if (type === 'operatingSetAside') this.#setAside(data, applicationId);
    else this.#redemptions.take(event);
  }

  #openAccount(data: LoggedEvent['data']): void {
    const id = text(data['accountId']);
    if (this.accounts.has(id)) throw new Error(`account ${id} is opened twice`);
    this.accounts.set(id, { kind: data['kind'], organisationId: data['organisationId'], balanceFen: 0n, heldFen: 0n });
  }

  #holding(id: unknown): Account {
    const account = this.accounts.get(text(id));
    if (account?.kind !== 'holding' && account?.kind !== 'operating') throw new Error(`${String(id)} is no account that holds tokens`);
    return account;
  }

  #submit({ data, actor }: LoggedEvent, applicationId: string): void {
    this.#submissions.set(applicationId, data);
    this.#addApplicant(applicationId, actor);
  }

  #addApplicant(applicationId: string, { personId }: LoggedEvent['actor']): void {
    const applicants = this.#applicants.get(applicationId) ?? new Set();
    if (personId) applicants.add(personId);
    this.#applicants.set(applicationId, applicants);
  }

  #record({ data, actor }: LoggedEvent, applicationId: string): void {
    const { decision: kind, outcome, revision, payoutNo, adviceId } = data;
    if (kind === 'resubmission' || kind === 'supplement') this.#addApplicant(applicationId, actor);
    const { personId = '', organisationId = '', role = '' } = actor;
    const id = text(data['decisionId']);
    this.#decisions.set(id, { id, applicationId, kind, outcome, revision, payoutNo, adviceId, personId, organisationId, role, isAccepted: false });
  }

  #settle(decisionId: string, isAccepted: boolean): void {
    const decision = this.#decisions.get(decisionId);
    if (!decision) throw new Error(`decision ${decisionId} was never recorded`);
    decision.isAccepted = isAccepted;
  }

  /** The decisions of these kinds that a movement names; each must be an accepted approval in the role that gives it. */
  #approvals(data: LoggedEvent['data'], ...kinds: readonly string[]): Decision[] {
    const ids = Array.isArray(data['decisionIds']) ? (data['decisionIds'] as unknown[]) : [];
    const named = ids.map((id) => {
      const decision = this.#decisions.get(text(id));
      const isApproval = decision?.isAccepted && decision.outcome === 'approved' && decision.role === roleOf[text(decision.kind)];
      if (!decision || !isApproval) throw new Error(`decision ${String(id)} is no accepted approval`);
      return decision;
    });
    return named.filter(({ kind }) => kinds.includes(text(kind)));
  }

  #mint(data: LoggedEvent['data']): void {
    const adviceId = text(data['adviceId']);
    const amountFen = amountOf(data);
    if (this.#minted.has(adviceId)) throw new Error(`advice ${adviceId} is minted twice`);
    if (this.#advised.get(adviceId) !== amountFen) throw new Error(`advice ${adviceId} is not of ${amountFen} fen`);
    const [match] = this.#approvals(data, 'matchDeposit');
    if (match?.adviceId !== adviceId) throw new Error(`nobody matched advice ${adviceId}`);
    this.#minted.add(adviceId);
    this.#mintedFen += amountFen;
    this.#holding(data['creditAccountId']).balanceFen += amountFen;
  }

  #hold(data: LoggedEvent['data'], applicationId: string): void {
    const { payoutNo, revision } = data;
    const transferId = text(data['transferId']);
    const amountFen = amountOf(data);
    const earlier = [...this.holds.values()].filter((hold) => hold.applicationId === applicationId);
    if (earlier.some((hold) => hold.payoutNo === payoutNo || hold.state !== 'voided')) throw new Error(`application ${applicationId} is held or paid already`);
    const submission = this.#submissions.get(applicationId);
    const asked = [submission?.['payerAccountId'], submission?.['payeeAccountId'], submission?.['amountFen'], submission?.['revision']];
    const held = [data['debitAccountId'], data['creditAccountId'], data['amountFen'], revision];
    if (canonical(asked) !== canonical(held)) throw new Error('it is not what the newest submission asks for');
    const reviews = this.#approvals(data, 'review').map((decision) => this.#mustConcern(decision, { applicationId, revision, payoutNo }));
    if (reviews.length === 0) throw new Error('no specialist approved it');
    const payer = this.#holding(data['debitAccountId']);
    payer.heldFen += amountFen;
    if (payer.balanceFen < payer.heldFen) throw new Error(`account ${text(data['debitAccountId'])} goes below zero`);
    this.holds.set(transferId, {
      transferId, applicationId, amountFen, revision, payoutNo, debit: text(data['debitAccountId']), credit: text(data['creditAccountId']),
      approvalsRequired: data['approvalsRequired'] === 1 ? 1 : 2, reviewers: new Set(reviews.map(({ personId }) => personId)), state: 'pending',
    });
  }

  /** An approval counts for one revision and payout of one application, from the office that pays, and never from an applicant. */
  #mustConcern(decision: Decision, it: { applicationId: string; revision: unknown; payoutNo: unknown }): Decision {
    const payer = this.#submissions.get(it.applicationId)?.['payerOrganisationId'];
    if (decision.applicationId !== it.applicationId || decision.revision !== it.revision || decision.payoutNo !== it.payoutNo) throw new Error(`decision ${decision.id} is about another payout`);
    if (decision.organisationId !== payer) throw new Error(`decision ${decision.id} was taken in another office`);
    if (this.#applicants.get(it.applicationId)?.has(decision.personId)) throw new Error(`decision ${decision.id} is an applicant's own`);
    return decision;
  }

  #close(data: LoggedEvent['data'], state: 'posted' | 'voided'): Hold {
    const hold = this.holds.get(text(data['transferId']));
    if (hold?.state !== 'pending') throw new Error(`transfer ${text(data['transferId'])} is ${hold ? `${hold.state} already` : 'not held'}`);
    if (hold.debit !== data['debitAccountId'] || hold.credit !== data['creditAccountId'] || hold.amountFen !== amountOf(data)) throw new Error('it differs from its hold');
    hold.state = state;
    this.#holding(hold.debit).heldFen -= hold.amountFen;
    return hold;
  }

  #post(data: LoggedEvent['data'], applicationId: string): void {
    const hold = this.#close(data, 'posted');
    if (hold.applicationId !== applicationId) throw new Error('it is of another application than its hold');
    const approvals = this.#approvals(data, 'payout', 'secondPayout').map((decision) => this.#mustConcern(decision, hold));
    const people = new Set(approvals.map(({ personId }) => personId));
    if (people.size < hold.approvalsRequired) throw new Error(`${people.size} of ${hold.approvalsRequired} finance supervisors approved it`);
    if ([...people].some((personId) => hold.reviewers.has(personId))) throw new Error('who reviewed it also approved the payout');
    const payer = this.#holding(hold.debit);
    payer.balanceFen -= hold.amountFen;
    this.#holding(hold.credit).balanceFen += hold.amountFen;
    if (payer.balanceFen < 0n) throw new Error(`account ${hold.debit} goes below zero`);
  }

  /** A share of a payout that its office has received stays with it, on an account for its own costs. */
  #setAside(data: LoggedEvent['data'], applicationId: string): void {
    const payout = this.holds.get(text(data['linkedTransferId']));
    if (payout?.state !== 'posted' || payout.applicationId !== applicationId) throw new Error('it is a share of no payout of this application');
    if (payout.credit !== data['debitAccountId'] || this.#setAsides.has(payout.transferId)) throw new Error('it is taken elsewhere than the payout went, or twice');
    const [from, to] = [this.#holding(payout.credit), this.#holding(data['creditAccountId'])];
    if (to.kind !== 'operating' || to.organisationId !== from.organisationId) throw new Error(`${text(data['creditAccountId'])} is no operating account of the same office`);
    const amountFen = amountOf(data);
    const { ratioBasisPoints, capFen } = data['policy'] as { ratioBasisPoints: number; capFen: number };
    const receivedFen = (this.#operatingFen.get(to) ?? 0n) + amountFen;
    if (amountFen * 10_000n > payout.amountFen * BigInt(ratioBasisPoints) || receivedFen > BigInt(capFen)) throw new Error('it is more than the policy allows');
    this.#setAsides.add(payout.transferId);
    this.#operatingFen.set(to, receivedFen);
    from.balanceFen -= amountFen;
    to.balanceFen += amountFen;
    if (from.balanceFen < from.heldFen) throw new Error(`account ${payout.credit} goes below zero`);
  }
}

function compareBalances({ accounts, supplyFen }: Replay, { funds, custodyFen }: CheckerInput): string[] {
  const differences: string[] = [];
  const compare = (what: string, claimed: number | null | undefined, computed: bigint) => {
    if (claimed === null || claimed === undefined || BigInt(claimed) !== computed) differences.push(`${what}: claimed ${claimed ?? 'nothing'}, computed ${computed}`);
  };
  const holdings = [...accounts].filter(([, { kind }]) => kind === 'holding' || kind === 'operating');
  const claims = new Map(funds.accounts.map((account) => [account.accountId, account]));
  for (const [id, { balanceFen, heldFen }] of holdings) {
    compare(`balance of ${id}`, claims.get(id)?.balanceFen, balanceFen);
    compare(`held of ${id}`, claims.get(id)?.heldFen, heldFen);
    claims.delete(id);
  }
  for (const id of claims.keys()) differences.push(`account ${id} is claimed but was never opened`);
  compare('sum of all balances', Number(supplyFen), holdings.reduce((sum, [, { balanceFen }]) => sum + balanceFen, 0n));
  compare('supply', funds.supplyFen, supplyFen);
  compare('custody as the platform shows it', funds.custodyFen, supplyFen);
  compare('custody as the bank states it', custodyFen, supplyFen);
  return differences;
}

/** Checks an export. @throws MalformedError or SyntaxError where key, checkpoint or export can't be read at all */
export function check(input: CheckerInput): CheckerReport {
  const log = readLog(input.events);
  const logDifferences = [...log.differences, ...checkCheckpoint(input.checkpoint, input.key, log.leafHashes)];
  const replay = new Replay(log.events);
  return {
    differences: [...logDifferences, ...replay.differences, ...compareBalances(replay, input)],
    checkpointVerified: logDifferences.length === 0,
    logSize: log.events.length,
    supplyFen: replay.supplyFen,
    paidApplications: replay.posted.map(({ applicationId }) => applicationId),
    paidToFirmsFen: replay.paidToFen('firm'),
    paidToIndividualsFen: replay.paidToFen('individual'),
    burnedFen: replay.burnedFen,
    operatingFen: [...replay.accounts.values()].reduce((sum, { kind, balanceFen }) => (kind === 'operating' ? sum + balanceFen : sum), 0n),
  };
}

async function main(): Promise<number> {
  const { values, positionals: [folder] } = parseArgs({ options: { key: { type: 'string' } }, allowPositionals: true });
  if (!folder || !values.key) throw new Error('usage: node app/demo/checker.ts FOLDER --key VERIFIER_KEY');
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  const [events, checkpoint, funds, custody] = await Promise.all([read('events.ndjson'), read('checkpoint'), read('funds.json'), read('custody.json')]);
  const { custodyFen } = JSON.parse(custody) as { custodyFen: number };
  const report = check({ events, checkpoint, key: values.key, funds: JSON.parse(funds) as CheckerInput['funds'], custodyFen });
  for (const difference of report.differences) console.error(`✗ ${difference}`);
  if (report.differences.length > 0) return 1;
  console.log(`✓ ${report.logSize} events hash to the signed root; ${report.paidApplications.length} payouts, supply ${report.supplyFen} fen = custody`);
  return 0;
}

if (import.meta.main) {
  process.exitCode = await main().catch((error: unknown) => {
    console.error(`✗ ${error instanceof Error ? error.message : String(error)}`);
    return 2;
  });
}
