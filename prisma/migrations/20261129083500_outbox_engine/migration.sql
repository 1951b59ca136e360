-- The data set of the engine that answered: a start that it took and never told of is lost once another data set stands in its place.
ALTER TABLE "outbox" ADD COLUMN "engine_id" TEXT;
