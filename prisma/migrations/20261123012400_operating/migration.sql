-- AlterTable
ALTER TABLE "transfer" ADD COLUMN     "linked_id" UUID;

-- What an office keeps for its operating costs lies on an account of its own, which can't be overdrawn either.
ALTER TABLE "account"
  DROP CONSTRAINT "account_kind",
  DROP CONSTRAINT "account_overdraft",
  ADD CONSTRAINT "account_kind" CHECK (kind IN ('custody', 'holding', 'operating') AND (kind = 'custody' OR organisation_id IS NOT NULL)),
  ADD CONSTRAINT "account_overdraft" CHECK (
    CASE kind
      WHEN 'custody' THEN debits_posted_fen - credits_posted_fen - credits_pending_fen >= 0
      ELSE credits_posted_fen - debits_posted_fen - debits_pending_fen >= 0
    END);

-- One operating account of an office for a project and budget line: its cap is cumulative.
CREATE UNIQUE INDEX "account_one_operating" ON "account" (organisation_id, project_id, budget_line) NULLS NOT DISTINCT WHERE kind = 'operating';

ALTER TABLE "transfer"
  DROP CONSTRAINT "transfer_budget",
  DROP CONSTRAINT "transfer_kind",
  ADD CONSTRAINT "transfer_budget" CHECK ((kind IN ('burn', 'setAside')) = (budget_id IS NULL)),
  ADD CONSTRAINT "transfer_linked" CHECK ((kind = 'setAside') = (linked_id IS NOT NULL)),
  ADD CONSTRAINT "transfer_kind" CHECK (
    (kind = 'payout' OR expires_at IS NULL) AND (kind = 'correction') = (corrects_id IS NOT NULL) AND
    CASE kind
      WHEN 'mint' THEN state = 'posted' AND payout_no = 1 AND revision IS NULL AND approvals_required IS NULL
        AND num_nulls(policy_decision_key, policy_limit_fen, policy_second_approver) = 3
      WHEN 'correction' THEN state = 'posted' AND payout_no = 1 AND revision IS NULL AND approvals_required IS NULL
        AND num_nulls(policy_decision_key, policy_limit_fen, policy_second_approver) = 3 AND cardinality(decision_ids) >= 2
      WHEN 'payout' THEN revision >= 1 AND approvals_required IN (1, 2)
        AND num_nulls(revision, approvals_required, policy_decision_key, policy_limit_fen, policy_second_approver) = 0
        AND (state <> 'posted' OR cardinality(post_decision_ids) >= approvals_required)
      WHEN 'burn' THEN revision >= 1 AND approvals_required IS NULL
        AND num_nulls(revision, policy_decision_key, policy_limit_fen, policy_second_approver) = 3
        AND (state <> 'posted' OR cardinality(post_decision_ids) >= 1)
      WHEN 'setAside' THEN state = 'posted' AND revision IS NULL AND approvals_required IS NULL
        AND num_nulls(policy_decision_key, policy_limit_fen) = 0 AND policy_second_approver IS NULL
      ELSE false
    END);
CREATE TRIGGER transfer_link BEFORE UPDATE OF linked_id ON "transfer" FOR EACH ROW EXECUTE FUNCTION refuse_change();
