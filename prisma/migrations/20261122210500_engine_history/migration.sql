-- A row per process instance and transaction in place of a row per command.
DROP TRIGGER engine_record_append_only ON "engine_record";
ALTER TABLE "engine_record" ADD COLUMN "process_instance_key" BIGINT, ADD COLUMN "commands" TEXT;
UPDATE "engine_record"
SET "commands" = json_build_array(json_build_object('position', "position", 'command', "command", 'records', "records"::json));
ALTER TABLE "engine_record" ALTER COLUMN "commands" SET NOT NULL;

-- Every process instance there was. What ended before this migration is in no row; of what runs, the records tell when it began.
CREATE TABLE "engine_process_instance" (
    "process_instance_key" BIGINT NOT NULL,
    "process_definition_key" BIGINT NOT NULL,
    "process_id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "parent_process_instance_key" BIGINT,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "outcome" TEXT,
    "has_records" BOOLEAN NOT NULL DEFAULT true,

    CONSTRAINT "engine_process_instance_pkey" PRIMARY KEY ("process_instance_key")
);
INSERT INTO "engine_process_instance" ("process_instance_key", "process_definition_key", "process_id", "version", "started_at")
SELECT root.id::bigint, (root.value::json ->> 'processDefinitionKey')::bigint, definition.value::json ->> 'processId', (definition.value::json ->> 'version')::integer,
  coalesce((
    SELECT min("at") FROM "engine_record"
    WHERE "records" LIKE '%"valueType":"PROCESS_INSTANCE_CREATION"%' AND "records" LIKE '%"processInstanceKey":"' || root.id || '"%'
  ), now())
FROM "engine_row" AS root
JOIN "engine_row" AS definition ON definition.kind = 'processDefinition' AND definition.id = root.value::json ->> 'processDefinitionKey'
WHERE root.kind = 'elementInstance' AND root.value::json ->> 'elementType' = 'process';

ALTER TABLE "engine_record" DROP COLUMN "command", DROP COLUMN "records";
CREATE INDEX "engine_record_process_instance_key_idx" ON "engine_record"("process_instance_key");
-- For the sweep of what is older than the retention.
CREATE INDEX "engine_record_of_no_instance" ON "engine_record"("at") WHERE "process_instance_key" IS NULL;
CREATE INDEX "engine_process_instance_to_sweep" ON "engine_process_instance"("ended_at") WHERE "has_records" AND "ended_at" IS NOT NULL;

ALTER TABLE "engine_process_instance"
  ADD CONSTRAINT "engine_process_instance_outcome" CHECK (("ended_at" IS NULL) = ("outcome" IS NULL) AND "outcome" IN ('completed', 'terminated'));

-- Records are added and never changed; none goes but by the sweep, which says so for its transaction.
CREATE FUNCTION refuse_unless_swept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('engine.sweep', true) IS DISTINCT FROM 'on' THEN
    RAISE EXCEPTION 'rows of % are never deleted before their retention ends', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER engine_record_no_update BEFORE UPDATE ON "engine_record" FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER engine_record_no_delete BEFORE DELETE ON "engine_record" FOR EACH STATEMENT EXECUTE FUNCTION refuse_unless_swept();
