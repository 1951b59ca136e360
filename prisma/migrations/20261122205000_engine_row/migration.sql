-- One table for all live rows, so that a new kind of row needs no migration.
CREATE TABLE "engine_row" (
    "kind" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "engine_row_pkey" PRIMARY KEY ("kind","id")
);

-- What lives in the old tables moves. Times become ISO 8601 in UTC, as JSON.stringify writes them.
CREATE FUNCTION pg_temp.iso(at TIMESTAMPTZ) RETURNS TEXT LANGUAGE SQL AS $$
  SELECT to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')
$$;
INSERT INTO "engine_row" SELECT 'resource', resource_key::text, json_build_object(
  'resourceKey', resource_key::text, 'deploymentKey', deployment_key::text, 'name', name, 'checksum', checksum,
  'content', content, 'deployedAt', pg_temp.iso(deployed_at)
) FROM "engine_resource";
INSERT INTO "engine_row" SELECT 'processDefinition', process_definition_key::text, json_build_object(
  'processDefinitionKey', process_definition_key::text, 'processId', process_id, 'version', version,
  'deploymentKey', deployment_key::text, 'resourceKey', resource_key::text
) FROM "engine_process_definition";
INSERT INTO "engine_row" SELECT 'decision', decision_key::text, json_build_object(
  'decisionKey', decision_key::text, 'decisionId', decision_id, 'version', version, 'deploymentKey', deployment_key::text,
  'resourceKey', resource_key::text
) FROM "engine_decision";
INSERT INTO "engine_row" SELECT 'form', form_key::text, json_build_object(
  'formKey', form_key::text, 'formId', form_id, 'version', version, 'deploymentKey', deployment_key::text,
  'resourceKey', resource_key::text
) FROM "engine_form";
INSERT INTO "engine_row" SELECT 'elementInstance', element_instance_key::text, json_build_object(
  'elementInstanceKey', element_instance_key::text, 'processInstanceKey', process_instance_key::text,
  'processDefinitionKey', process_definition_key::text, 'scopeKey', scope_key::text, 'elementId', element_id,
  'elementType', element_type, 'state', state, 'activeChildren', active_children, 'activeFlows', active_flows,
  'interrupted', interrupted
) FROM "engine_element_instance";
INSERT INTO "engine_row" SELECT 'variable', scope_key || ' ' || name, json_build_object(
  'scopeKey', scope_key::text, 'name', name, 'value', value::json
) FROM "engine_variable";
INSERT INTO "engine_row" SELECT 'join', scope_key || ' ' || flow_id, json_build_object(
  'scopeKey', scope_key::text, 'gatewayId', gateway_id, 'flowId', flow_id, 'tokens', tokens
) FROM "engine_join";
INSERT INTO "engine_row" SELECT 'job', job_key::text, json_build_object(
  'jobKey', job_key::text, 'type', type, 'elementInstanceKey', element_instance_key::text,
  'processInstanceKey', process_instance_key::text, 'processDefinitionKey', process_definition_key::text, 'elementId', element_id,
  'state', state, 'retries', retries, 'failures', failures, 'headers', headers::json, 'dueAt', pg_temp.iso(due_at),
  'errorMessage', error_message
) FROM "engine_job";
INSERT INTO "engine_row" SELECT 'userTask', task_key::text, json_build_object(
  'taskKey', task_key::text, 'elementInstanceKey', element_instance_key::text, 'processInstanceKey', process_instance_key::text,
  'processDefinitionKey', process_definition_key::text, 'elementId', element_id, 'task', task::json
) FROM "engine_user_task";
INSERT INTO "engine_row" SELECT 'timer', timer_key::text, json_build_object(
  'timerKey', timer_key::text, 'elementInstanceKey', element_instance_key::text, 'processInstanceKey', process_instance_key::text,
  'targetElementId', target_element_id, 'dueAt', pg_temp.iso(due_at), 'repetitions', repetitions, 'interval', "interval"
) FROM "engine_timer";
INSERT INTO "engine_row" SELECT 'incident', incident_key::text, json_build_object(
  'incidentKey', incident_key::text, 'elementInstanceKey', element_instance_key::text,
  'processInstanceKey', process_instance_key::text, 'jobKey', job_key::text, 'errorType', error_type, 'message', message
) FROM "engine_incident";

DROP TABLE "engine_resource";
DROP TABLE "engine_process_definition";
DROP TABLE "engine_decision";
DROP TABLE "engine_form";
DROP TABLE "engine_element_instance";
DROP TABLE "engine_variable";
DROP TABLE "engine_join";
DROP TABLE "engine_job";
DROP TABLE "engine_user_task";
DROP TABLE "engine_timer";
DROP TABLE "engine_incident";
