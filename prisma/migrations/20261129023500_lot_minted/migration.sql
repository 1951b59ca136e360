-- The deposits of a project, without a look at the lots that they were split into: few rows, and none of a payment's lots is among them.
CREATE INDEX "lot_minted" ON "lot" (project_id, advice_id) WHERE parent_id IS NULL;
