-- CreateTable
CREATE TABLE "zeebe_open" (
    "engine_id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "process_instance_key" TEXT NOT NULL,
    "process_definition_key" TEXT NOT NULL,
    "process_id" TEXT NOT NULL,
    "process_version" INTEGER NOT NULL,
    "element_id" TEXT NOT NULL,
    "element_instance_key" TEXT NOT NULL,
    "retries" INTEGER NOT NULL DEFAULT 0,
    "since" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "zeebe_open_pkey" PRIMARY KEY ("engine_id","kind","key")
);

-- CreateTable
CREATE TABLE "zeebe_told_job" (
    "engine_id" TEXT NOT NULL,
    "job_key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "zeebe_told_job_pkey" PRIMARY KEY ("engine_id","job_key")
);

-- CreateTable
CREATE TABLE "zeebe_resource" (
    "engine_id" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "content" TEXT NOT NULL,

    CONSTRAINT "zeebe_resource_pkey" PRIMARY KEY ("engine_id","key")
);

-- CreateIndex
CREATE INDEX "zeebe_open_engine_id_process_instance_key_idx" ON "zeebe_open"("engine_id", "process_instance_key");

-- CreateIndex
CREATE INDEX "zeebe_told_job_at_idx" ON "zeebe_told_job"("at");
