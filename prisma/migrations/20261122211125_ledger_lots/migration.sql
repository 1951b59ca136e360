-- CreateTable
CREATE TABLE "lot" (
    "id" UUID NOT NULL,
    "no" BIGSERIAL NOT NULL,
    "account_id" TEXT NOT NULL,
    "advice_id" TEXT NOT NULL,
    "project_id" TEXT,
    "budget_line" TEXT,
    "amount_fen" BIGINT NOT NULL,
    "remaining_fen" BIGINT NOT NULL,
    "parent_id" UUID,
    "transfer_id" UUID NOT NULL,

    CONSTRAINT "lot_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "lot_no_key" ON "lot"("no");

-- CreateIndex
CREATE INDEX "lot_advice_id_idx" ON "lot"("advice_id");

-- CreateIndex
CREATE INDEX "lot_parent_id_idx" ON "lot"("parent_id");

-- CreateIndex
CREATE INDEX "lot_transfer_id_idx" ON "lot"("transfer_id");

-- AddForeignKey
ALTER TABLE "lot" ADD CONSTRAINT "lot_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lot" ADD CONSTRAINT "lot_transfer_id_fkey" FOREIGN KEY ("transfer_id") REFERENCES "transfer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lot" ADD CONSTRAINT "lot_parent_id_fkey" FOREIGN KEY ("parent_id") REFERENCES "lot"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- The oldest open lots of an account, found without looking at the spent ones.
CREATE INDEX "lot_open" ON "lot" (account_id, no) WHERE remaining_fen > 0;

ALTER TABLE "lot"
  ADD CONSTRAINT "lot_amount" CHECK (amount_fen >= 1 AND remaining_fen BETWEEN 0 AND amount_fen);

-- What a lot is never changes; only what is left of it shrinks.
CREATE TRIGGER lot_identity BEFORE UPDATE OF id, no, account_id, advice_id, project_id, budget_line, amount_fen, parent_id, transfer_id
  ON "lot" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER lot_only_drawn BEFORE UPDATE ON "lot" FOR EACH ROW WHEN (NEW.remaining_fen > OLD.remaining_fen) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER lot_no_delete BEFORE DELETE ON "lot" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER lot_no_truncate BEFORE TRUNCATE ON "lot" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Money that moved before there were lots: every posted transfer once more, in order, first in, first out.
DO $$
DECLARE
  moved record;
  source record;
  left_fen bigint;
  taken_fen bigint;
BEGIN
  FOR moved IN SELECT * FROM "transfer" WHERE state = 'posted' ORDER BY settled_at, id LOOP
    IF moved.kind = 'mint' THEN
      INSERT INTO "lot" (id, account_id, advice_id, project_id, budget_line, amount_fen, remaining_fen, transfer_id)
      SELECT gen_random_uuid(), account.id, substr(moved.application_id, length('deposit:') + 1), account.project_id, account.budget_line,
        moved.amount_fen, moved.amount_fen, moved.id
      FROM "account" WHERE account.id = moved.credit_account_id;
      CONTINUE;
    END IF;
    left_fen := moved.amount_fen;
    FOR source IN SELECT * FROM "lot" WHERE account_id = moved.debit_account_id AND remaining_fen > 0 ORDER BY no LOOP
      EXIT WHEN left_fen = 0;
      taken_fen := least(left_fen, source.remaining_fen);
      UPDATE "lot" SET remaining_fen = remaining_fen - taken_fen WHERE id = source.id;
      INSERT INTO "lot" (id, account_id, advice_id, project_id, budget_line, amount_fen, remaining_fen, parent_id, transfer_id)
      VALUES (gen_random_uuid(), moved.credit_account_id, source.advice_id, source.project_id, source.budget_line, taken_fen, taken_fen, source.id, moved.id);
      left_fen := left_fen - taken_fen;
    END LOOP;
    IF left_fen <> 0 THEN RAISE EXCEPTION 'transfer % has no tokens to come from', moved.id; END IF;
  END LOOP;
END $$;
