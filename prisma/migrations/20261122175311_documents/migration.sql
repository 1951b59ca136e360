-- CreateTable
CREATE TABLE "document" (
    "id" UUID NOT NULL,
    "cid" TEXT NOT NULL,
    "size_bytes" INTEGER NOT NULL,
    "media_type" TEXT NOT NULL,
    "wrapped_key" BYTEA,
    "name_commitment" TEXT NOT NULL,
    "uploaded_by" TEXT,
    "organisation_id" TEXT,
    "stored_at" TIMESTAMPTZ(3) NOT NULL,
    "erased_at" TIMESTAMPTZ(3),

    CONSTRAINT "document_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "invoice_use" (
    "invoice_hash" TEXT NOT NULL,
    "application_id" TEXT NOT NULL,
    "revision" INTEGER NOT NULL,
    "claimed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "invoice_use_pkey" PRIMARY KEY ("invoice_hash")
);

-- CreateIndex
CREATE UNIQUE INDEX "document_cid_key" ON "document"("cid");

-- CreateIndex
CREATE INDEX "invoice_use_application_id_idx" ON "invoice_use"("application_id");

ALTER TABLE "document"
  ADD CONSTRAINT "document_size_bytes_check" CHECK ("size_bytes" > 0),
  -- 12 bytes nonce, 32 bytes key, 16 bytes tag
  ADD CONSTRAINT "document_wrapped_key_check" CHECK (octet_length("wrapped_key") = 60),
  ADD CONSTRAINT "document_erased_check" CHECK (("wrapped_key" IS NULL) = ("erased_at" IS NOT NULL));

-- A document is never altered: all that may happen to its row is the erasure, once.
CREATE FUNCTION refuse_document_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.erased_at IS NULL AND NEW.erased_at IS NOT NULL AND
     (to_jsonb(OLD) - 'wrapped_key' - 'erased_at') = (to_jsonb(NEW) - 'wrapped_key' - 'erased_at') THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'documents are never changed, only erased' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER document_unchanged BEFORE UPDATE ON "document" FOR EACH ROW EXECUTE FUNCTION refuse_document_change();
CREATE TRIGGER document_kept BEFORE DELETE OR TRUNCATE ON "document" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE "invoice_use"
  ADD CONSTRAINT "invoice_use_hash_check" CHECK ("invoice_hash" ~ '^[0-9a-f]{64}$'),
  ADD CONSTRAINT "invoice_use_revision_check" CHECK ("revision" > 0);
