-- CreateTable
CREATE TABLE "log_leaf" (
    "leaf_index" BIGINT NOT NULL,
    "event_id" UUID NOT NULL,
    "commitment" BYTEA NOT NULL,

    CONSTRAINT "log_leaf_pkey" PRIMARY KEY ("leaf_index")
);

-- CreateTable
CREATE TABLE "log_checkpoint" (
    "tree_size" BIGINT NOT NULL,
    "root_hash" BYTEA NOT NULL,
    "note" TEXT NOT NULL,
    "published_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "log_checkpoint_pkey" PRIMARY KEY ("tree_size")
);

-- CreateTable
CREATE TABLE "log_contract" (
    "id" UUID NOT NULL,
    "chain_id" BIGINT NOT NULL,
    "address" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "tx_hash" TEXT NOT NULL,
    "signed_tx" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "log_contract_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "log_anchor" (
    "id" UUID NOT NULL,
    "contract_id" UUID NOT NULL,
    "tree_size" BIGINT NOT NULL,
    "root_hash" BYTEA NOT NULL,
    "state" TEXT NOT NULL,
    "tx_hash" TEXT NOT NULL,
    "signed_tx" TEXT,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "block_number" BIGINT,
    "block_hash" TEXT,
    "block_time" TIMESTAMPTZ(3),
    "gas_used" BIGINT,

    CONSTRAINT "log_anchor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "log_receipt" (
    "id" UUID NOT NULL,
    "event_id" UUID NOT NULL,
    "tree_size" BIGINT NOT NULL,
    "anchor_id" UUID,
    "supersedes_id" UUID,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "log_receipt_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "log_leaf_event_id_key" ON "log_leaf"("event_id");

-- CreateIndex
CREATE INDEX "log_anchor_state_tree_size_idx" ON "log_anchor"("state", "tree_size");

-- CreateIndex
CREATE UNIQUE INDEX "log_receipt_supersedes_id_key" ON "log_receipt"("supersedes_id");

-- CreateIndex
CREATE INDEX "log_receipt_event_id_idx" ON "log_receipt"("event_id");

-- CreateIndex
CREATE INDEX "log_receipt_anchor_id_idx" ON "log_receipt"("anchor_id");

-- AddForeignKey
ALTER TABLE "log_anchor" ADD CONSTRAINT "log_anchor_contract_id_fkey" FOREIGN KEY ("contract_id") REFERENCES "log_contract"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "log_receipt" ADD CONSTRAINT "log_receipt_anchor_id_fkey" FOREIGN KEY ("anchor_id") REFERENCES "log_anchor"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "log_receipt" ADD CONSTRAINT "log_receipt_supersedes_id_fkey" FOREIGN KEY ("supersedes_id") REFERENCES "log_receipt"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "log_leaf" ADD CONSTRAINT "log_leaf_values" CHECK ("leaf_index" >= 0 AND octet_length("commitment") = 32);
ALTER TABLE "log_checkpoint" ADD CONSTRAINT "log_checkpoint_values" CHECK ("tree_size" >= 0 AND octet_length("root_hash") = 32);
ALTER TABLE "log_contract" ADD CONSTRAINT "log_contract_state" CHECK ("state" IN ('sent', 'deployed', 'forgotten', 'abandoned'));
ALTER TABLE "log_anchor" ADD CONSTRAINT "log_anchor_state" CHECK (
  "state" IN ('sent', 'anchored', 'superseded')
  AND ("state" <> 'anchored' OR ("block_number" IS NOT NULL AND "block_hash" IS NOT NULL AND "block_time" IS NOT NULL)));

-- One contract of this log on a chain, and one transaction under way, so that nonces never race.
CREATE UNIQUE INDEX "log_contract_current" ON "log_contract"("chain_id") WHERE "state" IN ('sent', 'deployed');
CREATE UNIQUE INDEX "log_anchor_under_way" ON "log_anchor"("contract_id") WHERE "state" = 'sent';
-- An event's first receipt follows none, every later one follows its predecessor.
CREATE UNIQUE INDEX "log_receipt_first" ON "log_receipt"("event_id") WHERE "supersedes_id" IS NULL;

-- The order of the log and what was published are never changed.
CREATE TRIGGER log_leaf_append_only BEFORE UPDATE OR DELETE ON "log_leaf" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER log_leaf_no_truncate BEFORE TRUNCATE ON "log_leaf" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER log_checkpoint_append_only BEFORE UPDATE OR DELETE ON "log_checkpoint" FOR EACH ROW EXECUTE FUNCTION refuse_change();
