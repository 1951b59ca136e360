-- CreateTable
CREATE TABLE "policy_version" (
    "policy_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "dmn_xml" TEXT NOT NULL,
    "proposal_id" UUID NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "policy_version_pkey" PRIMARY KEY ("policy_id","version")
);

-- CreateIndex
CREATE UNIQUE INDEX "policy_version_proposal_id_key" ON "policy_version"("proposal_id");
