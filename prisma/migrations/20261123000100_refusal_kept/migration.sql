-- AlterTable
ALTER TABLE "idempotency_key" ADD COLUMN "refusal" JSONB;
