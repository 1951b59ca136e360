/** A rule of the ledger, broken: in a file of `ledger/` a text that stands there once is replaced. */
export interface Mutation {
  readonly breaks: string;
  readonly file: string;
  readonly text: string;
  readonly by: string;
}

export const mutations: readonly Mutation[] = [
  { breaks: 'nobody spends what they don’t have', file: 'take-hold.ts', text: 'if (amountFen > available) throw', by: 'if (amountFen > available + 1_000_000n) throw' },
  { breaks: 'what is promised can’t be spent again', file: 'account.ts', text: 'balances.creditsPostedFen - balances.debitsPostedFen - balances.debitsPendingFen', by: 'balances.creditsPostedFen - balances.debitsPostedFen' },
  { breaks: 'the oldest tokens go first', file: 'lot.ts', text: 'for (const lot of lots) {', by: 'for (const lot of lots.toReversed()) {' },
  { breaks: 'tokens that come first are older', file: 'books.ts', text: 'if (open) open.push(lot);', by: 'if (open) open.unshift(lot);' },
  { breaks: 'the cap is the project’s, over all payouts', file: 'set-aside.ts', text: 'policy.capFen - operating.creditsPostedFen', by: 'policy.capFen' },
  { breaks: 'a share is never rounded up', file: 'set-aside.ts', text: 'return (amountFen * BigInt(ratioBasisPoints)) / BigInt(wholeBasisPoints);', by: 'return (amountFen * BigInt(ratioBasisPoints) + BigInt(wholeBasisPoints) - 1n) / BigInt(wholeBasisPoints);' },
  { breaks: 'a frozen account neither pays nor is paid', file: 'books.ts', text: "(it.subject === 'account' ? accountIds.includes(it.subjectId) : it.subjectId === applicationId)", by: "it.subject === 'application' && it.subjectId === applicationId" },
  { breaks: 'nothing moves for a frozen application', file: 'books.ts', text: "(it.subject === 'account' ? accountIds.includes(it.subjectId) : it.subjectId === applicationId)", by: "it.subject === 'account' && accountIds.includes(it.subjectId)" },
  { breaks: 'a freeze is over with its day', file: 'freeze.ts', text: 'return endedAt === null && (expiresAt === null || expiresAt > now);', by: 'return endedAt === null;' },
  { breaks: 'who ordered a freeze doesn’t judge the appeal', file: 'answer-freeze.ts', text: 'if (freeze.appealedAt && by.personId === freeze.orderedBy)', by: 'if (freeze.appealedAt && by.personId === "")' },
  { breaks: 'a hold that is over can’t be posted', file: 'hold.ts', text: "return state === 'expired' || (expiresAt !== null && expiresAt <= now);", by: "return state === 'expired';" },
  { breaks: 'maker is never checker of a review', file: 'approval.ts', text: 'requireIndependent(review, evidence.applicantIds);', by: '' },
  { breaks: 'maker is never checker of a payout', file: 'approval.ts', text: 'const taken = new Set([...evidence.applicantIds, ...reviewers]);', by: 'const taken = new Set<string>();' },
  { breaks: 'two approvals are two persons’', file: 'approval.ts', text: 'taken.add(decision.personId);', by: '' },
  { breaks: 'an approval counts for its revision alone', file: 'approval.ts', text: '      decision.revision === scope.revision &&\n', by: '' },
  { breaks: 'a rejection stands against all approvals', file: 'approval.ts', text: 'decisions.forEach(requireApproved);', by: '' },
  { breaks: 'a refused decision doesn’t count', file: 'evidence.ts', text: '.filter(({ decisionId }) => accepted.has(decisionId) && !refused.has(decisionId))', by: '.filter(({ decisionId }) => accepted.has(decisionId))' },
  { breaks: 'above the limit a second supervisor approves', file: 'take-hold.ts', text: 'policy.secondApprover && amountFen > policy.limitFen ? 2 : 1', by: '1' },
  { breaks: 'budgets are a hard stop at every level', file: 'take-hold.ts', text: 'of budgets) {\n    const leftFen', by: 'of budgets.slice(0, 1)) {\n    const leftFen' },
  { breaks: 'money goes to the payee of the contract', file: 'take-hold.ts', text: 'const fits = contract ? contract.payeeAccountId === payeeAccountId : payee.hasAppropriation;', by: 'const fits = contract !== undefined || payee.hasAppropriation;' },
  { breaks: 'tokens stay within their project', file: 'take-hold.ts', text: 'account.projectId !== null && account.projectId !== projectId', by: 'account.projectId === ""' },
  { breaks: 'a payout has one turn', file: 'take-hold.ts', text: "if (last && last.state !== 'voided' && last.state !== 'expired') throw", by: "if (last && last.state === 'pending') throw" },
  { breaks: 'no more is minted than appropriated', file: 'mint-tokens.ts', text: 'if (amountFen > leftFen) throw', by: 'if (amountFen > leftFen + 10_000_000n) throw' },
  { breaks: 'minting stops on a difference', file: 'mint-tokens.ts', text: '  books.requireMinting();\n', by: '' },
  { breaks: 'an office can’t redeem what it pays from', file: 'redemption.ts', text: "kind !== 'custody' && (kind !== 'holding' || !hasAppropriation)", by: "kind !== 'custody'" },
  { breaks: 'nothing is burned that the bank hasn’t paid exactly', file: 'burn-tokens.ts', text: '|| BigInt(confirmed.amountFen) !== amountFen', by: '' },
  { breaks: 'nothing is released that the bank may still pay', file: 'void-redemption.ts', text: 'if (confirmed || (instructed && !isRefused)) throw', by: 'if (confirmed) throw' },
  { breaks: 'a payment is corrected with the very tokens', file: 'books.ts', text: '&& lot.remainingFen === lot.amountFen)', by: ')' },
  { breaks: 'a corrected payment gives its budget back', file: 'correct-transfer.ts', text: '  books.count(books.budgetChain(budgetId), { spentFen: -amountFen });\n', by: '' },
  { breaks: 'linked commands leave nothing when one is refused', file: 'linked-commands.ts', text: '      restore();\n', by: '' },
  { breaks: 'a link keeps its members', file: 'linked-commands.ts', text: 'if (known.contentHash !== contentHash) throw', by: 'if (known.contentHash === "") throw' },
  { breaks: 'a change is told of', file: 'expire-hold.ts', text: "  books.append({ type: 'holdExpired'", by: "  void ({ type: 'holdExpired'" },
  { breaks: 'posting again moves nothing', file: 'post-hold.ts', text: "  if (hold.state === 'posted') return hold;\n", by: '' },
];
