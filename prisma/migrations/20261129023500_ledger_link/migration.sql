-- CreateTable
CREATE TABLE "ledger_link" (
    "id" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "transfer_ids" JSONB NOT NULL,
    "linked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "ledger_link_pkey" PRIMARY KEY ("id")
);

-- What was linked stays so.
CREATE TRIGGER ledger_link_append_only BEFORE UPDATE OR DELETE ON "ledger_link" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER ledger_link_no_truncate BEFORE TRUNCATE ON "ledger_link" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
