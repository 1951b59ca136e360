-- CreateTable
CREATE TABLE "refused_attempt" (
    "person_id" UUID NOT NULL,
    "command" TEXT NOT NULL,
    "code" TEXT NOT NULL,
    "subject_id" TEXT NOT NULL,
    "hour" TIMESTAMPTZ(3) NOT NULL,
    "times" INTEGER NOT NULL,
    "last_key" TEXT,

    CONSTRAINT "refused_attempt_pkey" PRIMARY KEY ("person_id","command","code","subject_id","hour")
);
