-- A proposal of a correction is a decision that was made at no task; fields that an admin added to a task's form have their answers here.
ALTER TABLE "decision" ALTER COLUMN "task_id" DROP NOT NULL;
ALTER TABLE "decision" ADD COLUMN "answers" JSONB;
ALTER TABLE "decision" ADD CONSTRAINT "decision_task" CHECK (task_id IS NOT NULL OR kind = 'correction');

-- What the regulator answered last, to an appeal or by lifting.
ALTER TABLE "freeze_order" ADD COLUMN "answer_commitment" TEXT;

-- A password that was given for one sign-in: its owner chooses another before anything else.
ALTER TABLE "user_account" ADD COLUMN "must_change_password" BOOLEAN NOT NULL DEFAULT false;
