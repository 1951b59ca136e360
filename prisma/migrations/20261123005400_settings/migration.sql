-- CreateTable
CREATE TABLE "setting" (
    "name" TEXT NOT NULL,
    "salt" BYTEA NOT NULL,
    "commitment" TEXT NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "setting_pkey" PRIMARY KEY ("name")
);

-- AlterTable
ALTER TABLE "log_contract" ALTER COLUMN "tx_hash" DROP NOT NULL,
ALTER COLUMN "signed_tx" DROP NOT NULL;

-- What we have sent ourselves can be sent again.
ALTER TABLE "log_contract" ADD CONSTRAINT "log_contract_sent_is_signed" CHECK ("state" <> 'sent' OR ("tx_hash" IS NOT NULL AND "signed_tx" IS NOT NULL));
