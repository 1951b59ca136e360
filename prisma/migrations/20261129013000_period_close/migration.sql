-- CreateTable
CREATE TABLE "period_close" (
    "period_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "previous_id" TEXT,
    "supply_fen" BIGINT NOT NULL,
    "balances_hash" TEXT NOT NULL,
    "line_count" INTEGER NOT NULL,
    "proof_id" UUID NOT NULL,
    "closed_by" TEXT NOT NULL,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,
    "confirmed_by" TEXT,
    "confirmed_at" TIMESTAMPTZ(3),

    CONSTRAINT "period_close_pkey" PRIMARY KEY ("period_id")
);

-- CreateTable
CREATE TABLE "period_line" (
    "period_id" TEXT NOT NULL,
    "subject" TEXT NOT NULL COLLATE "C",
    "subject_id" TEXT NOT NULL COLLATE "C",
    "kind" TEXT NOT NULL,
    "opening_fen" BIGINT NOT NULL,
    "debits_fen" BIGINT NOT NULL,
    "credits_fen" BIGINT NOT NULL,
    "closing_fen" BIGINT NOT NULL,
    "pending_debits_fen" BIGINT NOT NULL,
    "pending_credits_fen" BIGINT NOT NULL,

    CONSTRAINT "period_line_pkey" PRIMARY KEY ("period_id","subject","subject_id")
);

-- The periods of a kind are a chain without a fork: one is the first, each other begins where the one before it ends. Maker is never checker.
ALTER TABLE "period_close"
  ADD CONSTRAINT "period_close_kind" CHECK (kind IN ('month', 'year') AND ends_at > starts_at AND line_count >= 0 AND supply_fen >= 0),
  ADD CONSTRAINT "period_close_closed" CHECK (closed_at >= ends_at),
  ADD CONSTRAINT "period_close_confirmed" CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL) AND confirmed_by <> closed_by),
  ADD CONSTRAINT "period_close_chain" UNIQUE NULLS NOT DISTINCT (kind, previous_id),
  ADD CONSTRAINT "period_close_previous" FOREIGN KEY (previous_id) REFERENCES "period_close" (period_id);
CREATE FUNCTION period_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM "period_close" before
    WHERE before.period_id = NEW.previous_id AND before.kind = NEW.kind AND before.ends_at = NEW.starts_at AND before.confirmed_at IS NOT NULL
  ) THEN
    RAISE EXCEPTION 'a period is closed after the one before it' USING ERRCODE = 'check_violation', CONSTRAINT = 'period_close_follows', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER period_follows AFTER INSERT ON "period_close" FOR EACH ROW WHEN (NEW.previous_id IS NOT NULL) EXECUTE FUNCTION period_follows();
CREATE TRIGGER period_identity BEFORE UPDATE OF period_id, kind, starts_at, ends_at, previous_id, supply_fen, balances_hash, line_count, proof_id, closed_by, closed_at
  ON "period_close" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER period_confirmed_once BEFORE UPDATE ON "period_close" FOR EACH ROW WHEN (OLD.confirmed_at IS NOT NULL) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER period_no_delete BEFORE DELETE ON "period_close" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER period_no_truncate BEFORE TRUNCATE ON "period_close" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What a line opens with and what moved is what it closes with. Custody and budgets stand on their debits, organisations' accounts on their credits.
ALTER TABLE "period_line"
  ADD CONSTRAINT "period_line_subject" CHECK (
    CASE subject
      WHEN 'account' THEN kind IN ('custody', 'holding', 'operating')
      WHEN 'budget' THEN kind IN ('appropriation', 'contract', 'invoice') AND pending_credits_fen = 0
      ELSE false
    END),
  ADD CONSTRAINT "period_line_sums" CHECK (least(opening_fen, debits_fen, credits_fen, closing_fen, pending_debits_fen, pending_credits_fen) >= 0),
  ADD CONSTRAINT "period_line_closing" CHECK (
    closing_fen - opening_fen = CASE WHEN kind IN ('holding', 'operating') THEN credits_fen - debits_fen ELSE debits_fen - credits_fen END);
-- The lines come before their close, and none after it.
CREATE FUNCTION period_line_before_close() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM (SELECT DISTINCT period_id FROM added) AS named JOIN "period_close" ON period_close.period_id = named.period_id) THEN
    RAISE EXCEPTION 'the period is closed' USING ERRCODE = 'restrict_violation', CONSTRAINT = 'period_line_closed', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER period_line_before_close AFTER INSERT ON "period_line" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION period_line_before_close();
CREATE TRIGGER period_line_append_only BEFORE UPDATE OR DELETE ON "period_line" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER period_line_no_truncate BEFORE TRUNCATE ON "period_line" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Nothing is posted into a closed month. Whoever writes transfers shares a lock that a close takes alone: it waits for what is being written,
-- and what comes after it sees that the month is closed. One look a statement, whatever the number of rows.
CREATE FUNCTION transfer_open_period() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  closed_until timestamptz;
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('ledger posting', 0));
  SELECT max(ends_at) INTO closed_until FROM "period_close" WHERE kind = 'month';
  IF closed_until IS NOT NULL AND EXISTS (SELECT FROM written WHERE settled_at < closed_until OR (TG_OP = 'INSERT' AND created_at < closed_until)) THEN
    RAISE EXCEPTION 'the books are closed until %', closed_until USING ERRCODE = 'check_violation', CONSTRAINT = 'transfer_open_period', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER transfer_inserted_open AFTER INSERT ON "transfer" REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION transfer_open_period();
CREATE TRIGGER transfer_settled_open AFTER UPDATE ON "transfer" REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION transfer_open_period();
