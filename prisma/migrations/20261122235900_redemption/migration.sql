-- AlterTable
ALTER TABLE "transfer" ALTER COLUMN "budget_id" DROP NOT NULL;

-- A burn is held from the order on, when nobody has decided yet, and counts on no budget.
ALTER TABLE "transfer"
  DROP CONSTRAINT "transfer_evidence",
  DROP CONSTRAINT "transfer_kind",
  ADD CONSTRAINT "transfer_evidence" CHECK (kind = 'burn' OR cardinality(decision_ids) >= 1),
  ADD CONSTRAINT "transfer_budget" CHECK ((kind = 'burn') = (budget_id IS NULL)),
  ADD CONSTRAINT "transfer_kind" CHECK (
    CASE kind
      WHEN 'mint' THEN state = 'posted' AND payout_no = 1 AND revision IS NULL AND approvals_required IS NULL
        AND num_nulls(policy_decision_key, policy_limit_fen, policy_second_approver) = 3
      WHEN 'payout' THEN revision >= 1 AND approvals_required IN (1, 2)
        AND num_nulls(revision, approvals_required, policy_decision_key, policy_limit_fen, policy_second_approver) = 0
        AND (state <> 'posted' OR cardinality(post_decision_ids) >= approvals_required)
      WHEN 'burn' THEN revision >= 1 AND approvals_required IS NULL
        AND num_nulls(revision, policy_decision_key, policy_limit_fen, policy_second_approver) = 3
        AND (state <> 'posted' OR cardinality(post_decision_ids) >= 1)
      ELSE false
    END);
