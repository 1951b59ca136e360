-- A foreign key is checked row by row, with a plan that a connection keeps from when the table was small: most of what a payment cost.
-- Nothing of the ledger is ever removed or renamed (refuse_change), so that one look when rows come is the same rule. A statement's rows
-- are looked at together, always through the indexes. Prisma's models still say what refers to what.
ALTER TABLE "transfer"
  DROP CONSTRAINT "transfer_debit_account_id_fkey",
  DROP CONSTRAINT "transfer_credit_account_id_fkey",
  DROP CONSTRAINT "transfer_budget_id_fkey";
ALTER TABLE "lot"
  DROP CONSTRAINT "lot_account_id_fkey",
  DROP CONSTRAINT "lot_transfer_id_fkey",
  DROP CONSTRAINT "lot_parent_id_fkey";

CREATE FUNCTION transfer_refers() RETURNS trigger LANGUAGE plpgsql
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT debit_account_id AS id FROM added UNION SELECT credit_account_id FROM added) AS named
    WHERE NOT EXISTS (SELECT FROM "account" WHERE account.id = named.id)
  ) THEN
    RAISE EXCEPTION 'a transfer names an account that is not open' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'transfer_account', TABLE = TG_TABLE_NAME;
  END IF;
  IF EXISTS (SELECT FROM (SELECT DISTINCT budget_id AS id FROM added) AS named WHERE NOT EXISTS (SELECT FROM "budget" WHERE budget.id = named.id)) THEN
    RAISE EXCEPTION 'a transfer names a budget that is not open' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'transfer_budget', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER transfer_refers AFTER INSERT ON "transfer" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION transfer_refers();

-- A lot is on the account that its transfer credited, and was taken from a lot of its own deposit.
CREATE FUNCTION lot_refers() RETURNS trigger LANGUAGE plpgsql
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off AS $$
BEGIN
  IF EXISTS (
    SELECT FROM added WHERE NOT EXISTS (
      SELECT FROM "transfer" WHERE transfer.id = added.transfer_id AND transfer.credit_account_id = added.account_id AND transfer.state = 'posted')
  ) THEN
    RAISE EXCEPTION 'a lot comes by no posted transfer to its account' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'lot_transfer', TABLE = TG_TABLE_NAME;
  END IF;
  IF EXISTS (
    SELECT FROM (SELECT DISTINCT parent_id, advice_id FROM added WHERE parent_id IS NOT NULL) AS taken
    WHERE NOT EXISTS (SELECT FROM "lot" parent WHERE parent.id = taken.parent_id AND parent.advice_id = taken.advice_id)
  ) THEN
    RAISE EXCEPTION 'a lot is taken from no lot of its deposit' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'lot_parent', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER lot_refers AFTER INSERT ON "lot" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION lot_refers();

-- Fewer and steadier indexes. Settling a hold and drawing on a lot change no column that an index knows, so that the new version of the
-- row stands beside the old one and no index is touched (HOT); transfers keep room for it on their page.
DROP INDEX "transfer_debit_account_id_created_at_idx";
DROP INDEX "transfer_credit_account_id_settled_at_idx";
DROP INDEX "transfer_budget_id_idx";
CREATE INDEX "transfer_created_at_settled_at_idx" ON "transfer" USING brin (created_at, settled_at) WITH (pages_per_range = 16, autosummarize = on);
DROP INDEX "transfer_one_live";
CREATE UNIQUE INDEX "transfer_one_live" ON "transfer" (application_id) WHERE void_reason IS NULL;
ALTER TABLE "transfer" SET (fillfactor = 50);

DROP INDEX "lot_no_key";
DROP INDEX "lot_open";
ALTER TABLE "lot" ADD COLUMN "is_open" BOOLEAN NOT NULL GENERATED ALWAYS AS (remaining_fen > 0) STORED;
CREATE INDEX "lot_open" ON "lot" (account_id, no) WHERE is_open;
ALTER TABLE "lot" SET (fillfactor = 80);
ALTER TABLE "account" SET (fillfactor = 50);
ALTER TABLE "budget" SET (fillfactor = 50);

DROP INDEX "event_at_id_idx";
