-- CreateTable
CREATE TABLE "reserve_proof" (
    "id" UUID NOT NULL,
    "no" BIGSERIAL NOT NULL,
    "custody_fen" BIGINT NOT NULL,
    "supply_fen" BIGINT NOT NULL,
    "balances_fen" BIGINT NOT NULL,
    "agrees" BOOLEAN NOT NULL,
    "lines" JSONB NOT NULL,
    "proved_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reserve_proof_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "reserve_proof_no_key" ON "reserve_proof"("no");

CREATE TRIGGER reserve_proof_append_only BEFORE UPDATE OR DELETE ON "reserve_proof" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER reserve_proof_no_truncate BEFORE TRUNCATE ON "reserve_proof" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
