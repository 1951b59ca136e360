-- CreateTable
CREATE TABLE "project" (
    "id" TEXT NOT NULL,
    "name_zh" TEXT NOT NULL,
    "name_en" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "budget_line" TEXT NOT NULL,

    CONSTRAINT "project_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "application" (
    "id" TEXT NOT NULL,
    "process_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "payer_organisation_id" TEXT NOT NULL,
    "applicant_organisation_id" TEXT NOT NULL,
    "created_by" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "project_id" TEXT,
    "contract_number" TEXT,
    "amount_fen" BIGINT,
    "revision" INTEGER NOT NULL,
    "payout_no" INTEGER NOT NULL DEFAULT 1,
    "draft" JSONB,
    "refusal" JSONB,
    "engine_id" TEXT,
    "process_instance_key" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "application_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "application_revision" (
    "application_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "form" JSONB NOT NULL,
    "documents" JSONB NOT NULL,
    "changed_fields" TEXT[],
    "form_hash" TEXT NOT NULL,
    "submitted_by" UUID NOT NULL,
    "submitted_at" TIMESTAMPTZ(3) NOT NULL,
    "findings" JSONB,

    CONSTRAINT "application_revision_pkey" PRIMARY KEY ("application_id","revision")
);

-- CreateTable
CREATE TABLE "decision" (
    "id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "application_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "payout_no" INTEGER NOT NULL,
    "person_id" UUID NOT NULL,
    "organisation_id" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "field" TEXT,
    "reason_commitment" TEXT,
    "content_hash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "outbox" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "application_id" TEXT NOT NULL,
    "decision_id" UUID,
    "payload" JSONB NOT NULL,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "done_at" TIMESTAMPTZ(3),
    "outcome" TEXT,

    CONSTRAINT "outbox_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "task" (
    "id" UUID NOT NULL,
    "engine_id" TEXT NOT NULL,
    "task_key" TEXT NOT NULL,
    "element_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "process_instance_key" TEXT NOT NULL,
    "process_id" TEXT NOT NULL,
    "process_version" INTEGER NOT NULL,
    "application_id" TEXT NOT NULL,
    "candidate_groups" TEXT[],
    "assignee_id" UUID,
    "priority" INTEGER NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "form_id" TEXT,
    "form_key" TEXT,
    "headers" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),
    "reminded_at" TIMESTAMPTZ(3),

    CONSTRAINT "task_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "process_instance" (
    "engine_id" TEXT NOT NULL,
    "process_instance_key" TEXT NOT NULL,
    "process_definition_key" TEXT NOT NULL,
    "process_id" TEXT NOT NULL,
    "process_version" INTEGER NOT NULL,
    "application_id" TEXT,
    "state" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "process_instance_pkey" PRIMARY KEY ("engine_id","process_instance_key")
);

-- CreateTable
CREATE TABLE "process_element" (
    "engine_id" TEXT NOT NULL,
    "element_instance_key" TEXT NOT NULL,
    "process_instance_key" TEXT NOT NULL,
    "element_id" TEXT NOT NULL,
    "element_type" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "entered_at" TIMESTAMPTZ(3) NOT NULL,
    "left_at" TIMESTAMPTZ(3),

    CONSTRAINT "process_element_pkey" PRIMARY KEY ("engine_id","element_instance_key")
);

-- CreateTable
CREATE TABLE "process_flow" (
    "engine_id" TEXT NOT NULL,
    "process_instance_key" TEXT NOT NULL,
    "sequence_flow_id" TEXT NOT NULL,
    "times" INTEGER NOT NULL,

    CONSTRAINT "process_flow_pkey" PRIMARY KEY ("engine_id","process_instance_key","sequence_flow_id")
);

-- CreateTable
CREATE TABLE "process_incident" (
    "engine_id" TEXT NOT NULL,
    "incident_key" TEXT NOT NULL,
    "process_instance_key" TEXT NOT NULL,
    "element_id" TEXT NOT NULL,
    "error_type" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "job_key" TEXT,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "process_incident_pkey" PRIMARY KEY ("engine_id","incident_key")
);

-- CreateTable
CREATE TABLE "model_version" (
    "process_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "engine_id" TEXT NOT NULL,
    "process_definition_key" TEXT NOT NULL,
    "decisions" JSONB NOT NULL,
    "bpmn_xml" TEXT NOT NULL,
    "admin_hash" TEXT NOT NULL,
    "deployed_hash" TEXT NOT NULL,
    "repository_hash" TEXT,
    "proposal_id" UUID,
    "deployed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "model_version_pkey" PRIMARY KEY ("engine_id","process_id","version")
);

-- CreateTable
CREATE TABLE "model_proposal" (
    "id" UUID NOT NULL,
    "process_id" TEXT NOT NULL,
    "base_version" INTEGER NOT NULL,
    "bpmn_xml" TEXT NOT NULL,
    "content_hash" TEXT NOT NULL,
    "note" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "proposed_by" UUID NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "reason" TEXT,
    "deployed_version" INTEGER,

    CONSTRAINT "model_proposal_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "person_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "request_hash" TEXT NOT NULL,
    "response" JSONB,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("person_id","key")
);

-- CreateIndex
CREATE INDEX "application_updated_at_id_idx" ON "application"("updated_at", "id");

-- CreateIndex
CREATE INDEX "application_payer_organisation_id_contract_number_idx" ON "application"("payer_organisation_id", "contract_number");

-- CreateIndex
CREATE UNIQUE INDEX "decision_task_id_key" ON "decision"("task_id");

-- CreateIndex
CREATE INDEX "decision_application_id_at_idx" ON "decision"("application_id", "at");

-- CreateIndex
CREATE INDEX "task_application_id_idx" ON "task"("application_id");

-- CreateIndex
CREATE INDEX "task_process_instance_key_idx" ON "task"("process_instance_key");

-- CreateIndex
CREATE UNIQUE INDEX "task_engine_id_task_key_key" ON "task"("engine_id", "task_key");

-- CreateIndex
CREATE INDEX "process_instance_process_id_started_at_idx" ON "process_instance"("process_id", "started_at");

-- CreateIndex
CREATE INDEX "process_instance_application_id_idx" ON "process_instance"("application_id");

-- CreateIndex
CREATE INDEX "process_element_process_instance_key_idx" ON "process_element"("process_instance_key");

-- CreateIndex
CREATE INDEX "process_incident_process_instance_key_idx" ON "process_incident"("process_instance_key");

-- CreateIndex
CREATE UNIQUE INDEX "model_version_engine_id_process_definition_key_key" ON "model_version"("engine_id", "process_definition_key");

-- CreateIndex
CREATE INDEX "model_proposal_process_id_proposed_at_idx" ON "model_proposal"("process_id", "proposed_at");

-- The dispatcher looks for what is still to be sent.
CREATE INDEX "outbox_waiting" ON "outbox" ("next_at") WHERE "done_at" IS NULL;
CREATE INDEX "task_open" ON "task" USING gin ("candidate_groups") WHERE "state" = 'open';
ALTER TABLE "application" ADD CHECK ("amount_fen" IS NULL OR "amount_fen" > 0);
CREATE TRIGGER application_revision_kept BEFORE DELETE ON "application_revision" FOR EACH ROW EXECUTE FUNCTION refuse_change();
