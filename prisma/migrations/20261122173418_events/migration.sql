-- CreateTable
CREATE TABLE "event" (
    "id" UUID NOT NULL,
    "type" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" TEXT,
    "application_id" TEXT,
    "body" TEXT NOT NULL,
    "salt" BYTEA NOT NULL,

    CONSTRAINT "event_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event_pending" (
    "event_id" UUID NOT NULL,

    CONSTRAINT "event_pending_pkey" PRIMARY KEY ("event_id")
);

-- CreateTable
CREATE TABLE "personal_value" (
    "commitment" TEXT NOT NULL,
    "salt" BYTEA NOT NULL,
    "value" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "personal_value_pkey" PRIMARY KEY ("commitment")
);

-- CreateIndex
CREATE INDEX "event_application_id_at_id_idx" ON "event"("application_id", "at", "id");

-- CreateIndex
CREATE INDEX "event_type_at_idx" ON "event"("type", "at");

-- CreateIndex
CREATE INDEX "event_at_id_idx" ON "event"("at", "id");

-- Append-only, also for a careless operator: an event is never changed or removed.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER event_append_only BEFORE UPDATE OR DELETE ON "event" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER event_no_truncate BEFORE TRUNCATE ON "event" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
