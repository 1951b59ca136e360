-- CreateTable
CREATE TABLE "log_anchor_evidence" (
    "anchor_id" UUID NOT NULL,
    "header" TEXT NOT NULL,
    "transaction_index" INTEGER NOT NULL,
    "receipt_proof" TEXT[],

    CONSTRAINT "log_anchor_evidence_pkey" PRIMARY KEY ("anchor_id")
);

-- CreateTable
CREATE TABLE "log_cosignature" (
    "tree_size" BIGINT NOT NULL,
    "witness" TEXT NOT NULL,
    "line" TEXT NOT NULL,
    "cosigned_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "log_cosignature_pkey" PRIMARY KEY ("tree_size", "witness")
);
