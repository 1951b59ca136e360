-- A burn counts on no budget: only one that is named must be open.
CREATE OR REPLACE FUNCTION transfer_refers() RETURNS trigger LANGUAGE plpgsql
  SET enable_seqscan = off SET enable_hashjoin = off SET enable_mergejoin = off SET jit = off AS $$
BEGIN
  IF EXISTS (
    SELECT FROM (SELECT debit_account_id AS id FROM added UNION SELECT credit_account_id FROM added) AS named
    WHERE NOT EXISTS (SELECT FROM "account" WHERE account.id = named.id)
  ) THEN
    RAISE EXCEPTION 'a transfer names an account that is not open' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'transfer_account', TABLE = TG_TABLE_NAME;
  END IF;
  IF EXISTS (
    SELECT FROM (SELECT DISTINCT budget_id AS id FROM added WHERE budget_id IS NOT NULL) AS named
    WHERE NOT EXISTS (SELECT FROM "budget" WHERE budget.id = named.id)
  ) THEN
    RAISE EXCEPTION 'a transfer names a budget that is not open' USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'transfer_budget_open', TABLE = TG_TABLE_NAME;
  END IF;
  RETURN NULL;
END $$;
