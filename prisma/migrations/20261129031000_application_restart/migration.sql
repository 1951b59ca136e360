-- AlterTable
ALTER TABLE "process_instance" ADD COLUMN "abandoned_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "application_restart" (
    "id" UUID NOT NULL,
    "application_id" TEXT NOT NULL,
    "lost_engine_id" TEXT,
    "lost_process_instance_key" TEXT,
    "engine_id" TEXT,
    "process_instance_key" TEXT,
    "lost_cancelled_at" TIMESTAMPTZ(3),
    "person_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "application_restart_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "carried_decision" (
    "restart_id" UUID NOT NULL,
    "decision_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "element_id" TEXT NOT NULL,
    "task_id" UUID,

    CONSTRAINT "carried_decision_pkey" PRIMARY KEY ("restart_id","decision_id")
);

-- CreateIndex
CREATE INDEX "application_restart_application_id_idx" ON "application_restart"("application_id");

-- One restart at a time: the next only when this one's instance was lost too.
CREATE UNIQUE INDEX "application_restart_waiting" ON "application_restart" ("application_id") WHERE "process_instance_key" IS NULL;

-- Where orphaned applications are looked for: what runs is little beside what has ended.
CREATE INDEX "process_instance_running" ON "process_instance" ("engine_id") WHERE "state" = 'running';
