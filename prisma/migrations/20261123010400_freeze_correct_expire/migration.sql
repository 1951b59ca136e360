-- CreateTable
CREATE TABLE "freeze_order" (
    "id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "reason_commitment" TEXT NOT NULL,
    "ordered_by" TEXT NOT NULL,
    "ordered_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "appealed_at" TIMESTAMPTZ(3),
    "appeal_commitment" TEXT,
    "upheld_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "ending" TEXT,

    CONSTRAINT "freeze_order_pkey" PRIMARY KEY ("id")
);

-- One freeze of a subject at a time.
CREATE UNIQUE INDEX "freeze_one" ON "freeze_order" (subject, subject_id) WHERE ended_at IS NULL;

ALTER TABLE "freeze_order"
  ADD CONSTRAINT "freeze_subject" CHECK (subject IN ('account', 'application')),
  ADD CONSTRAINT "freeze_appeal" CHECK (appealed_at IS NULL OR appeal_commitment IS NOT NULL),
  ADD CONSTRAINT "freeze_ending" CHECK ((ended_at IS NULL) = (ending IS NULL) AND ending IN ('lifted', 'expired')
    AND (ending <> 'expired' OR ended_at = expires_at));
CREATE TRIGGER freeze_identity BEFORE UPDATE OF id, subject, subject_id, reason_commitment, ordered_by, ordered_at, expires_at
  ON "freeze_order" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER freeze_ended_once BEFORE UPDATE ON "freeze_order" FOR EACH ROW WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER freeze_no_delete BEFORE DELETE ON "freeze_order" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER freeze_no_truncate BEFORE TRUNCATE ON "freeze_order" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- AlterTable
ALTER TABLE "transfer" ADD COLUMN "expires_at" TIMESTAMPTZ(3), ADD COLUMN "corrects_id" UUID;

ALTER TABLE "transfer"
  DROP CONSTRAINT "transfer_state",
  DROP CONSTRAINT "transfer_kind",
  ADD CONSTRAINT "transfer_state" CHECK (
    state IN ('pending', 'posted', 'voided', 'expired')
    AND (state = 'pending') = (settled_at IS NULL)
    AND (state IN ('voided', 'expired')) = (void_reason IS NOT NULL)
    AND (state <> 'expired' OR settled_at >= expires_at)),
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
      ELSE false
    END);
DROP TRIGGER transfer_settled_once ON "transfer";
CREATE TRIGGER transfer_settled_once BEFORE UPDATE ON "transfer" FOR EACH ROW
  WHEN (OLD.state <> 'pending' OR NEW.state NOT IN ('posted', 'voided', 'expired')) EXECUTE FUNCTION refuse_change();
DROP TRIGGER transfer_content ON "transfer";
CREATE TRIGGER transfer_content BEFORE UPDATE OF id, kind, application_id, payout_no, revision, debit_account_id, credit_account_id,
    amount_fen, budget_id, approvals_required, policy_decision_key, policy_limit_fen, policy_second_approver, decision_ids, created_at, expires_at, corrects_id
  ON "transfer" FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- A payment is taken back once, whole, and to where it came from.
CREATE UNIQUE INDEX "transfer_corrects" ON "transfer" (corrects_id) WHERE corrects_id IS NOT NULL;
CREATE FUNCTION correction_refers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM "transfer" paid WHERE paid.id = NEW.corrects_id AND paid.kind = 'payout' AND paid.state = 'posted' AND paid.amount_fen = NEW.amount_fen
      AND paid.debit_account_id = NEW.credit_account_id AND paid.credit_account_id = NEW.debit_account_id
  ) THEN
    RAISE EXCEPTION 'a correction takes back no payment' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'transfer_correction', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER correction_refers AFTER INSERT ON "transfer" FOR EACH ROW WHEN (NEW.kind = 'correction') EXECUTE FUNCTION correction_refers();
