-- How often a matter was started is asked whenever an engine tells of an instance for one that has some.
CREATE INDEX "outbox_start" ON "outbox" (application_id) WHERE kind = 'startProcess';
