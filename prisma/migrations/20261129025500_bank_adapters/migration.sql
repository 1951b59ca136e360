-- AlterTable
ALTER TABLE "payment_advice" ALTER COLUMN "amount_fen" DROP NOT NULL;

-- CreateTable
CREATE TABLE "parked_advice_closing" (
    "advice_id" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "closed_by" UUID NOT NULL,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,
    "reason_commitment" TEXT NOT NULL,

    CONSTRAINT "parked_advice_closing_pkey" PRIMARY KEY ("advice_id","content_hash")
);

-- CreateTable
CREATE TABLE "bank_record" (
    "id" UUID NOT NULL,
    "paper" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "entered_by" UUID NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "checked_by" UUID,
    "checked_at" TIMESTAMPTZ(3),
    "differences" TEXT[],

    CONSTRAINT "bank_record_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "bank_unread_message" (
    "name" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "fault" TEXT NOT NULL,
    "place" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bank_unread_message_pkey" PRIMARY KEY ("name","content_hash")
);

-- CreateTable
CREATE TABLE "bank_delivery" (
    "delivery_id" TEXT NOT NULL,
    "body_hash" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bank_delivery_pkey" PRIMARY KEY ("delivery_id")
);

-- CreateTable
CREATE TABLE "bank_push_signature" (
    "signature" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "bank_push_signature_pkey" PRIMARY KEY ("signature")
);

-- CreateIndex
CREATE INDEX "bank_record_state_idx" ON "bank_record"("state");

-- What was paid is always said; a refusal may leave the amount out.
ALTER TABLE "payment_advice" ADD CONSTRAINT "payment_advice_amount" CHECK (amount_fen IS NOT NULL OR outcome = 'refused');

ALTER TABLE "parked_advice_closing"
  ADD CONSTRAINT "parked_advice_closing_advice" FOREIGN KEY (advice_id, content_hash) REFERENCES "payment_advice" (advice_id, content_hash) ON DELETE RESTRICT;

-- Whoever entered a record never checks it, and a record is checked once.
ALTER TABLE "bank_record"
  ADD CONSTRAINT "bank_record_state" CHECK (
    state IN ('entered', 'confirmed', 'differed')
    AND (state = 'entered') = (checked_by IS NULL)
    AND (state = 'entered') = (checked_at IS NULL)
    AND (state = 'differed') = (cardinality(differences) > 0)),
  ADD CONSTRAINT "bank_record_two_persons" CHECK (checked_by IS DISTINCT FROM entered_by);
CREATE TRIGGER bank_record_content BEFORE UPDATE OF id, paper, entered_by, entered_at ON "bank_record" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER bank_record_checked_once BEFORE UPDATE ON "bank_record" FOR EACH ROW WHEN (OLD.state <> 'entered') EXECUTE FUNCTION refuse_change();
CREATE TRIGGER bank_record_no_delete BEFORE DELETE ON "bank_record" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER parked_advice_closing_append_only BEFORE UPDATE OR DELETE ON "parked_advice_closing" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER bank_unread_message_append_only BEFORE UPDATE OR DELETE ON "bank_unread_message" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER bank_delivery_append_only BEFORE UPDATE OR DELETE ON "bank_delivery" FOR EACH ROW EXECUTE FUNCTION refuse_change();
