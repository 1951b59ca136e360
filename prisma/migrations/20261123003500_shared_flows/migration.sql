-- AlterTable
ALTER TABLE "application" ADD COLUMN     "applicant_role" TEXT;

-- AlterTable
ALTER TABLE "decision" ADD COLUMN     "forwarded_to" TEXT;

-- AlterTable
ALTER TABLE "process_instance" ADD COLUMN     "parent_process_instance_key" TEXT;

-- AlterTable
ALTER TABLE "task" ADD COLUMN     "escalated_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "material_request" (
    "decision_id" UUID NOT NULL,
    "application_id" TEXT NOT NULL,
    "fields" TEXT[],
    "consents" JSONB,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),

    CONSTRAINT "material_request_pkey" PRIMARY KEY ("decision_id")
);

-- CreateIndex
CREATE INDEX "material_request_application_id_asked_at_idx" ON "material_request"("application_id", "asked_at");

-- CreateIndex
CREATE INDEX "process_instance_parent_process_instance_key_idx" ON "process_instance"("parent_process_instance_key");

-- Who applied before an individual could: each flow had one kind of applicant.
UPDATE "application" SET "applicant_role" = CASE process_id WHEN 'street-approval' THEN 'supplier' ELSE 'project-manager' END;
ALTER TABLE "application" ALTER COLUMN "applicant_role" SET NOT NULL;
ALTER TABLE "material_request" ALTER COLUMN "fields" SET NOT NULL;
