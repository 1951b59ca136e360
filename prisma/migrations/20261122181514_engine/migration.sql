-- CreateTable
CREATE TABLE "engine_data" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "engine_id" UUID NOT NULL,
    "epoch" BIGINT NOT NULL,
    "next_key" BIGINT NOT NULL,
    "last_position" BIGINT NOT NULL,

    CONSTRAINT "engine_data_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "engine_record" (
    "position" BIGINT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "command" TEXT NOT NULL,
    "records" TEXT NOT NULL,

    CONSTRAINT "engine_record_pkey" PRIMARY KEY ("position")
);

-- CreateTable
CREATE TABLE "engine_resource" (
    "resource_key" BIGINT NOT NULL,
    "deployment_key" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "checksum" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "deployed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "engine_resource_pkey" PRIMARY KEY ("resource_key")
);

-- CreateTable
CREATE TABLE "engine_process_definition" (
    "process_definition_key" BIGINT NOT NULL,
    "process_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "deployment_key" BIGINT NOT NULL,
    "resource_key" BIGINT NOT NULL,

    CONSTRAINT "engine_process_definition_pkey" PRIMARY KEY ("process_definition_key")
);

-- CreateTable
CREATE TABLE "engine_decision" (
    "decision_key" BIGINT NOT NULL,
    "decision_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "deployment_key" BIGINT NOT NULL,
    "resource_key" BIGINT NOT NULL,

    CONSTRAINT "engine_decision_pkey" PRIMARY KEY ("decision_key")
);

-- CreateTable
CREATE TABLE "engine_form" (
    "form_key" BIGINT NOT NULL,
    "form_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "deployment_key" BIGINT NOT NULL,
    "resource_key" BIGINT NOT NULL,

    CONSTRAINT "engine_form_pkey" PRIMARY KEY ("form_key")
);

-- CreateTable
CREATE TABLE "engine_element_instance" (
    "element_instance_key" BIGINT NOT NULL,
    "process_instance_key" BIGINT NOT NULL,
    "process_definition_key" BIGINT NOT NULL,
    "scope_key" BIGINT,
    "element_id" TEXT NOT NULL,
    "element_type" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "active_children" INTEGER NOT NULL,
    "active_flows" INTEGER NOT NULL,
    "interrupted" BOOLEAN NOT NULL,

    CONSTRAINT "engine_element_instance_pkey" PRIMARY KEY ("element_instance_key")
);

-- CreateTable
CREATE TABLE "engine_variable" (
    "scope_key" BIGINT NOT NULL,
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "engine_variable_pkey" PRIMARY KEY ("scope_key","name")
);

-- CreateTable
CREATE TABLE "engine_join" (
    "scope_key" BIGINT NOT NULL,
    "flow_id" TEXT NOT NULL,
    "gateway_id" TEXT NOT NULL,
    "tokens" INTEGER NOT NULL,

    CONSTRAINT "engine_join_pkey" PRIMARY KEY ("scope_key","flow_id")
);

-- CreateTable
CREATE TABLE "engine_job" (
    "job_key" BIGINT NOT NULL,
    "type" TEXT NOT NULL,
    "element_instance_key" BIGINT NOT NULL,
    "process_instance_key" BIGINT NOT NULL,
    "process_definition_key" BIGINT NOT NULL,
    "element_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "retries" INTEGER NOT NULL,
    "failures" INTEGER NOT NULL,
    "headers" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "error_message" TEXT,

    CONSTRAINT "engine_job_pkey" PRIMARY KEY ("job_key")
);

-- CreateTable
CREATE TABLE "engine_user_task" (
    "task_key" BIGINT NOT NULL,
    "element_instance_key" BIGINT NOT NULL,
    "process_instance_key" BIGINT NOT NULL,
    "process_definition_key" BIGINT NOT NULL,
    "element_id" TEXT NOT NULL,
    "task" TEXT NOT NULL,

    CONSTRAINT "engine_user_task_pkey" PRIMARY KEY ("task_key")
);

-- CreateTable
CREATE TABLE "engine_timer" (
    "timer_key" BIGINT NOT NULL,
    "element_instance_key" BIGINT NOT NULL,
    "process_instance_key" BIGINT NOT NULL,
    "target_element_id" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3) NOT NULL,
    "repetitions" INTEGER NOT NULL,
    "interval" TEXT,

    CONSTRAINT "engine_timer_pkey" PRIMARY KEY ("timer_key")
);

-- CreateTable
CREATE TABLE "engine_incident" (
    "incident_key" BIGINT NOT NULL,
    "element_instance_key" BIGINT NOT NULL,
    "process_instance_key" BIGINT NOT NULL,
    "job_key" BIGINT,
    "error_type" TEXT NOT NULL,
    "message" TEXT NOT NULL,

    CONSTRAINT "engine_incident_pkey" PRIMARY KEY ("incident_key")
);

-- CreateIndex
CREATE UNIQUE INDEX "engine_process_definition_process_id_version_key" ON "engine_process_definition"("process_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "engine_decision_decision_id_version_key" ON "engine_decision"("decision_id", "version");

-- CreateIndex
CREATE UNIQUE INDEX "engine_form_form_id_version_key" ON "engine_form"("form_id", "version");

-- CreateIndex
CREATE INDEX "engine_element_instance_process_instance_key_idx" ON "engine_element_instance"("process_instance_key");

-- CreateIndex
CREATE INDEX "engine_job_process_instance_key_idx" ON "engine_job"("process_instance_key");

-- CreateIndex
CREATE INDEX "engine_user_task_process_instance_key_idx" ON "engine_user_task"("process_instance_key");

-- CreateIndex
CREATE INDEX "engine_timer_process_instance_key_idx" ON "engine_timer"("process_instance_key");

-- CreateIndex
CREATE INDEX "engine_incident_process_instance_key_idx" ON "engine_incident"("process_instance_key");

-- One data set a database.
ALTER TABLE "engine_data" ADD CONSTRAINT "engine_data_one" CHECK ("id" = 1);

-- Counts never go below zero, whatever a defect would write.
ALTER TABLE "engine_element_instance"
  ADD CONSTRAINT "engine_element_instance_counts" CHECK ("active_children" >= 0 AND "active_flows" >= 0),
  ADD CONSTRAINT "engine_element_instance_state" CHECK ("state" IN ('ACTIVATING', 'ACTIVATED', 'COMPLETING', 'TERMINATING'));
ALTER TABLE "engine_join" ADD CONSTRAINT "engine_join_tokens" CHECK ("tokens" > 0);
ALTER TABLE "engine_job"
  ADD CONSTRAINT "engine_job_state" CHECK ("state" IN ('ACTIVATABLE', 'ACTIVATED', 'FAILED', 'ERROR_THROWN')),
  ADD CONSTRAINT "engine_job_retries" CHECK ("retries" >= 0);
ALTER TABLE "engine_timer" ADD CONSTRAINT "engine_timer_repetitions" CHECK ("repetitions" = -1 OR "repetitions" > 0);

-- The records are history: added, never changed.
CREATE TRIGGER engine_record_append_only BEFORE UPDATE OR DELETE ON "engine_record" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER engine_record_no_truncate BEFORE TRUNCATE ON "engine_record" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
