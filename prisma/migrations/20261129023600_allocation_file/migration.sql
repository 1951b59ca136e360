-- CreateTable
CREATE TABLE "allocation_file" (
    "id" UUID NOT NULL,
    "payer_organisation_id" TEXT NOT NULL,
    "uploaded_by" UUID NOT NULL,
    "role" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "file_hash" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "is_all_or_none" BOOLEAN NOT NULL DEFAULT false,
    "uploaded_at" TIMESTAMPTZ(3) NOT NULL,
    "submitted_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "allocation_file_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "allocation_line" (
    "file_id" UUID NOT NULL,
    "row_no" INTEGER NOT NULL,
    "payer_organisation_id" TEXT NOT NULL,
    "cells" JSONB NOT NULL,
    "organisation_id" TEXT,
    "project_id" TEXT,
    "amount_fen" BIGINT,
    "reference" TEXT,
    "findings" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "application_id" TEXT,

    CONSTRAINT "allocation_line_pkey" PRIMARY KEY ("file_id","row_no")
);

-- CreateIndex
CREATE UNIQUE INDEX "allocation_file_payer_organisation_id_file_hash_key" ON "allocation_file"("payer_organisation_id", "file_hash");

-- CreateIndex
CREATE INDEX "allocation_file_state_submitted_at_idx" ON "allocation_file"("state", "submitted_at");

-- CreateIndex
CREATE INDEX "allocation_line_file_id_state_row_no_idx" ON "allocation_line"("file_id", "state", "row_no");

-- AddForeignKey
ALTER TABLE "allocation_line" ADD CONSTRAINT "allocation_line_file_id_fkey" FOREIGN KEY ("file_id") REFERENCES "allocation_file"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "allocation_file" ADD CONSTRAINT "allocation_file_state" CHECK (state IN ('checked', 'submitting', 'done', 'refused'));
ALTER TABLE "allocation_line"
  ADD CONSTRAINT "allocation_line_state" CHECK (state IN ('ready', 'refused', 'submitted')),
  ADD CONSTRAINT "allocation_line_application" CHECK ((state = 'submitted') = (application_id IS NOT NULL)),
  ADD CONSTRAINT "allocation_line_ready" CHECK (state = 'refused' OR num_nulls(organisation_id, project_id, amount_fen, reference) = 0);

-- A payer's reference stands for one allocation, whatever file it comes in.
CREATE UNIQUE INDEX "allocation_line_reference" ON "allocation_line" (payer_organisation_id, reference) WHERE state = 'submitted';
