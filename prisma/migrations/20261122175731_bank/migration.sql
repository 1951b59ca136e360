-- CreateTable
CREATE TABLE "appropriation_reference" (
    "reference" TEXT NOT NULL,
    "budget_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,

    CONSTRAINT "appropriation_reference_pkey" PRIMARY KEY ("reference")
);

-- CreateTable
CREATE TABLE "deposit_advice" (
    "advice_id" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "value_date" TEXT NOT NULL,
    "debtor_name" TEXT,
    "state" TEXT NOT NULL,
    "parked_code" TEXT,
    "account_id" TEXT,
    "budget_id" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "matched_at" TIMESTAMPTZ(3),
    "minted_at" TIMESTAMPTZ(3),

    CONSTRAINT "deposit_advice_pkey" PRIMARY KEY ("advice_id")
);

-- CreateTable
CREATE TABLE "deposit_conflict" (
    "advice_id" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "amount_fen" BIGINT NOT NULL,
    "value_date" TEXT NOT NULL,
    "debtor_name" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "deposit_conflict_pkey" PRIMARY KEY ("advice_id","content_hash")
);

-- CreateIndex
CREATE UNIQUE INDEX "appropriation_reference_budget_id_key" ON "appropriation_reference"("budget_id");

-- CreateIndex
CREATE INDEX "deposit_advice_state_idx" ON "deposit_advice"("state");

-- CreateIndex
CREATE INDEX "deposit_advice_budget_id_idx" ON "deposit_advice"("budget_id");

-- AddForeignKey
ALTER TABLE "deposit_conflict" ADD CONSTRAINT "deposit_conflict_advice_id_fkey" FOREIGN KEY ("advice_id") REFERENCES "deposit_advice"("advice_id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "appropriation_reference"
  ADD CONSTRAINT "appropriation_reference_budget" FOREIGN KEY (budget_id) REFERENCES "budget" (id) ON DELETE RESTRICT,
  ADD CONSTRAINT "appropriation_reference_account" FOREIGN KEY (account_id) REFERENCES "account" (id) ON DELETE RESTRICT;

ALTER TABLE "deposit_advice"
  ADD CONSTRAINT "deposit_advice_amount" CHECK (amount_fen BETWEEN 1 AND 9007199254740991),
  ADD CONSTRAINT "deposit_advice_state" CHECK (
    state IN ('received', 'matched', 'minted', 'parked')
    AND (state <> 'parked' OR parked_code IS NOT NULL)
    AND (state NOT IN ('matched', 'minted') OR num_nulls(account_id, budget_id, matched_at) = 0)
    AND (state = 'minted') = (minted_at IS NOT NULL));

-- What the bank said never changes; only how far we are with it does.
CREATE TRIGGER deposit_advice_content BEFORE UPDATE OF advice_id, reference, amount_fen, value_date, debtor_name, received_at
  ON "deposit_advice" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER deposit_advice_no_delete BEFORE DELETE ON "deposit_advice" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER deposit_conflict_append_only BEFORE UPDATE OR DELETE ON "deposit_conflict" FOR EACH ROW EXECUTE FUNCTION refuse_change();
