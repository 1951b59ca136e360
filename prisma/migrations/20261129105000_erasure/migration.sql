-- What was filled in is a personal value like any other: it stands in personal_value alone, under its salted commitment, and is erased there.
INSERT INTO "personal_value" (commitment, salt, value, at)
  SELECT form_hash, ''::bytea, jsonb_build_object('documents', documents, 'form', form)::text, min(submitted_at)
  FROM "application_revision" GROUP BY form_hash, documents, form
  ON CONFLICT (commitment) DO NOTHING;
ALTER TABLE "application_revision" DROP COLUMN "form";

ALTER TABLE "decision" ADD COLUMN "answers_commitment" TEXT;
UPDATE "decision" SET answers_commitment = (
    SELECT body::jsonb #>> '{data,answersCommitment}' FROM "event"
    WHERE event.type = 'decisionRecorded' AND event.application_id = decision.application_id AND body::jsonb #>> '{data,decisionId}' = decision.id::text)
  WHERE answers IS NOT NULL;
ALTER TABLE "decision" DROP COLUMN "answers";

ALTER TABLE "application" ADD COLUMN "erased_at" TIMESTAMPTZ(3);

-- Whom a payment went to may be erased once it is settled, and is never another.
DROP TRIGGER payment_order_content ON "payment_order";
CREATE TRIGGER payment_order_content BEFORE UPDATE OF payment_id, application_id, payout_no, amount_fen, created_at
  ON "payment_order" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payment_order_creditor BEFORE UPDATE OF creditor_name, creditor_account, creditor_bank, remittance ON "payment_order" FOR EACH ROW
  WHEN (OLD.state = 'waiting' OR NEW.creditor_name <> '' OR NEW.creditor_account <> '' OR NEW.creditor_bank <> '' OR NEW.remittance <> '')
  EXECUTE FUNCTION refuse_change();
