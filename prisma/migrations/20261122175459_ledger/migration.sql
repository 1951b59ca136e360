-- CreateTable
CREATE TABLE "account" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "organisation_id" TEXT,
    "project_id" TEXT,
    "budget_line" TEXT,
    "debits_pending_fen" BIGINT NOT NULL DEFAULT 0,
    "debits_posted_fen" BIGINT NOT NULL DEFAULT 0,
    "credits_pending_fen" BIGINT NOT NULL DEFAULT 0,
    "credits_posted_fen" BIGINT NOT NULL DEFAULT 0,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "budget" (
    "id" TEXT NOT NULL,
    "parent_id" TEXT,
    "level" TEXT NOT NULL,
    "payer_account_id" TEXT NOT NULL,
    "payee_account_id" TEXT,
    "limit_fen" BIGINT NOT NULL,
    "funded_fen" BIGINT NOT NULL DEFAULT 0,
    "held_fen" BIGINT NOT NULL DEFAULT 0,
    "spent_fen" BIGINT NOT NULL DEFAULT 0,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "budget_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "transfer" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "application_id" TEXT NOT NULL,
    "payout_no" INTEGER NOT NULL,
    "revision" INTEGER,
    "debit_account_id" TEXT NOT NULL,
    "credit_account_id" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "budget_id" TEXT NOT NULL,
    "approvals_required" INTEGER,
    "policy_decision_key" TEXT,
    "policy_limit_fen" BIGINT,
    "policy_second_approver" BOOLEAN,
    "state" TEXT NOT NULL,
    "decision_ids" TEXT[],
    "post_decision_ids" TEXT[],
    "void_reason" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "transfer_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "account_organisation_id_idx" ON "account"("organisation_id");

-- CreateIndex
CREATE INDEX "account_project_id_idx" ON "account"("project_id");

-- CreateIndex
CREATE INDEX "budget_payer_account_id_idx" ON "budget"("payer_account_id");

-- CreateIndex
CREATE INDEX "budget_parent_id_idx" ON "budget"("parent_id");

-- CreateIndex
CREATE INDEX "transfer_debit_account_id_created_at_idx" ON "transfer"("debit_account_id", "created_at");

-- CreateIndex
CREATE INDEX "transfer_credit_account_id_settled_at_idx" ON "transfer"("credit_account_id", "settled_at");

-- CreateIndex
CREATE INDEX "transfer_budget_id_idx" ON "transfer"("budget_id");

-- CreateIndex
CREATE UNIQUE INDEX "transfer_application_id_payout_no_key" ON "transfer"("application_id", "payout_no");

-- AddForeignKey
ALTER TABLE "budget" ADD CONSTRAINT "budget_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "budget"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "budget" ADD CONSTRAINT "budget_payer_account_id_fkey" FOREIGN KEY ("payer_account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "budget" ADD CONSTRAINT "budget_payee_account_id_fkey" FOREIGN KEY ("payee_account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transfer" ADD CONSTRAINT "transfer_debit_account_id_fkey" FOREIGN KEY ("debit_account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transfer" ADD CONSTRAINT "transfer_credit_account_id_fkey" FOREIGN KEY ("credit_account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "transfer" ADD CONSTRAINT "transfer_budget_id_fkey" FOREIGN KEY ("budget_id") REFERENCES "budget"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- An account is never overdrawn, whatever the code above it does: a holding account in what it holds and has promised,
-- the custody account in what was minted against it.
ALTER TABLE "account"
  ADD CONSTRAINT "account_kind" CHECK (kind IN ('custody', 'holding') AND (kind = 'custody' OR organisation_id IS NOT NULL)),
  ADD CONSTRAINT "account_sums" CHECK (debits_pending_fen >= 0 AND debits_posted_fen >= 0 AND credits_pending_fen >= 0 AND credits_posted_fen >= 0),
  ADD CONSTRAINT "account_overdraft" CHECK (
    CASE kind
      WHEN 'holding' THEN credits_posted_fen - debits_posted_fen - debits_pending_fen >= 0
      ELSE debits_posted_fen - credits_posted_fen - credits_pending_fen >= 0
    END);

-- One contra account: the supply is its debits less its credits.
CREATE UNIQUE INDEX "account_one_custody" ON "account" (kind) WHERE kind = 'custody';

ALTER TABLE "budget"
  ADD CONSTRAINT "budget_level" CHECK (level IN ('appropriation', 'contract', 'invoice') AND (level = 'appropriation') = (parent_id IS NULL)),
  ADD CONSTRAINT "budget_payee" CHECK ((level = 'contract') = (payee_account_id IS NOT NULL)),
  ADD CONSTRAINT "budget_sums" CHECK (limit_fen BETWEEN 1 AND 9007199254740991 AND funded_fen >= 0 AND held_fen >= 0 AND spent_fen >= 0),
  ADD CONSTRAINT "budget_limit" CHECK (held_fen + spent_fen <= limit_fen),
  ADD CONSTRAINT "budget_funded" CHECK (funded_fen <= limit_fen AND (level = 'appropriation' OR funded_fen = 0));

ALTER TABLE "transfer"
  ALTER COLUMN "decision_ids" SET NOT NULL,
  ALTER COLUMN "post_decision_ids" SET NOT NULL,
  ADD CONSTRAINT "transfer_amount" CHECK (amount_fen BETWEEN 1 AND 9007199254740991),
  ADD CONSTRAINT "transfer_parties" CHECK (debit_account_id <> credit_account_id),
  ADD CONSTRAINT "transfer_payout_no" CHECK (payout_no >= 1),
  ADD CONSTRAINT "transfer_evidence" CHECK (cardinality(decision_ids) >= 1),
  ADD CONSTRAINT "transfer_kind" CHECK (
    CASE kind
      WHEN 'mint' THEN state = 'posted' AND payout_no = 1 AND revision IS NULL AND approvals_required IS NULL
        AND num_nulls(policy_decision_key, policy_limit_fen, policy_second_approver) = 3
      WHEN 'payout' THEN revision >= 1 AND approvals_required IN (1, 2)
        AND num_nulls(revision, approvals_required, policy_decision_key, policy_limit_fen, policy_second_approver) = 0
        AND (state <> 'posted' OR cardinality(post_decision_ids) >= approvals_required)
      ELSE false
    END),
  ADD CONSTRAINT "transfer_state" CHECK (
    state IN ('pending', 'posted', 'voided')
    AND (state = 'pending') = (settled_at IS NULL)
    AND (state = 'voided') = (void_reason IS NOT NULL));

-- At most one transfer of an application is open or done: a payout can't be made twice under another number.
CREATE UNIQUE INDEX "transfer_one_live" ON "transfer" (application_id) WHERE state IN ('pending', 'posted');

-- What something is never changes; only its sums and its state do.
CREATE TRIGGER account_identity BEFORE UPDATE OF id, kind, organisation_id, project_id, budget_line, opened_at
  ON "account" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_no_delete BEFORE DELETE ON "account" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER budget_identity BEFORE UPDATE OF id, parent_id, level, payer_account_id, payee_account_id, limit_fen, opened_at
  ON "budget" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER budget_no_delete BEFORE DELETE ON "budget" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER transfer_content BEFORE UPDATE OF id, kind, application_id, payout_no, revision, debit_account_id, credit_account_id,
    amount_fen, budget_id, approvals_required, policy_decision_key, policy_limit_fen, policy_second_approver, decision_ids, created_at
  ON "transfer" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER transfer_settled_once BEFORE UPDATE ON "transfer" FOR EACH ROW
  WHEN (OLD.state <> 'pending' OR NEW.state NOT IN ('posted', 'voided')) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER transfer_no_delete BEFORE DELETE ON "transfer" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER account_no_truncate BEFORE TRUNCATE ON "account" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER budget_no_truncate BEFORE TRUNCATE ON "budget" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER transfer_no_truncate BEFORE TRUNCATE ON "transfer" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
