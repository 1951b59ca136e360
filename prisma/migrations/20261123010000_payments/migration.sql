-- CreateTable
CREATE TABLE "payment_order" (
    "payment_id" TEXT NOT NULL,
    "application_id" TEXT NOT NULL,
    "payout_no" INTEGER NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "creditor_name" TEXT NOT NULL,
    "creditor_account" TEXT NOT NULL,
    "creditor_bank" TEXT NOT NULL,
    "remittance" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "advice_id" TEXT,
    "reason_code" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "taken_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "payment_order_pkey" PRIMARY KEY ("payment_id")
);

-- CreateTable
CREATE TABLE "payment_advice" (
    "advice_id" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "payment_id" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "value_date" TEXT NOT NULL,
    "reason_code" TEXT,
    "parked_code" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_advice_pkey" PRIMARY KEY ("advice_id","content_hash")
);

-- CreateIndex
CREATE INDEX "payment_order_state_idx" ON "payment_order"("state");

-- CreateIndex
CREATE UNIQUE INDEX "payment_order_application_id_payout_no_key" ON "payment_order"("application_id", "payout_no");

-- CreateIndex
CREATE INDEX "payment_advice_payment_id_idx" ON "payment_advice"("payment_id");

ALTER TABLE "payment_order"
  ADD CONSTRAINT "payment_order_amount" CHECK (amount_fen BETWEEN 1 AND 9007199254740991),
  ADD CONSTRAINT "payment_order_id" CHECK (length(payment_id) BETWEEN 1 AND 35),
  ADD CONSTRAINT "payment_order_state" CHECK (
    state IN ('waiting', 'paid', 'refused')
    AND (state = 'waiting') = (settled_at IS NULL)
    AND (state = 'waiting') = (advice_id IS NULL)
    AND (state = 'refused') = (reason_code IS NOT NULL));

-- What the bank was told never changes, and it is settled once.
CREATE TRIGGER payment_order_content BEFORE UPDATE OF payment_id, application_id, payout_no, amount_fen, creditor_name, creditor_account, creditor_bank,
    remittance, created_at
  ON "payment_order" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payment_order_settled_once BEFORE UPDATE OF state, advice_id, reason_code, settled_at ON "payment_order" FOR EACH ROW
  WHEN (OLD.state <> 'waiting') EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payment_order_no_delete BEFORE DELETE ON "payment_order" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER payment_advice_append_only BEFORE UPDATE OR DELETE ON "payment_advice" FOR EACH ROW EXECUTE FUNCTION refuse_change();
