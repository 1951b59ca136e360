import type { RealZeebe, ZeebeRecord } from '@gbc/engine/behaviour';
import { GatewayClient } from '../gateway-client.ts';
import type { Driver, Happening } from './driver.ts';

/** Rejections as Zeebe's gateway answers them. */
const statusOfRejection: Readonly<Record<string, string>> = {
  INVALID_ARGUMENT: 'INVALID_ARGUMENT', NOT_FOUND: 'NOT_FOUND', ALREADY_EXISTS: 'ALREADY_EXISTS', INVALID_STATE: 'FAILED_PRECONDITION',
};

const elementKinds: Readonly<Record<string, 'entered' | 'completed' | 'terminated'>> = {
  ELEMENT_ACTIVATING: 'entered', ELEMENT_COMPLETED: 'completed', ELEMENT_TERMINATED: 'terminated',
};
const taskKinds: Readonly<Record<string, 'taskOpened' | 'taskAssigned' | 'taskCompleted' | 'taskCancelled'>> = {
  CREATED: 'taskOpened', ASSIGNED: 'taskAssigned', COMPLETED: 'taskCompleted', CANCELED: 'taskCancelled',
};

/** A user task as our own events describe it; what the model leaves out is empty text there. */
function taskOf(value: Readonly<Record<string, unknown>>): unknown {
  const { assignee, candidateGroupsList, candidateUsersList, dueDate, followUpDate, priority, formKey, customHeaders } = value;
  const date = (text: unknown) => (text === '' ? null : new Date(String(text)).toISOString());
  return {
    assignee: assignee === '' ? null : assignee, candidateGroups: candidateGroupsList, candidateUsers: candidateUsersList,
    dueDate: date(dueDate), followUpDate: date(followUpDate), priority, hasForm: formKey !== -1, headers: customHeaders,
  };
}

function happeningOf({ key, valueType, intent, value }: ZeebeRecord): Happening | undefined {
  const place = {
    processId: String(value['bpmnProcessId']), processInstanceKey: String(value['processInstanceKey']), elementId: String(value['elementId']),
    elementInstanceKey: String(value['elementInstanceKey']),
  };
  if (valueType === 'PROCESS_INSTANCE') {
    const kind = elementKinds[intent];
    return kind && { ...place, elementInstanceKey: String(key), kind, isProcess: value['bpmnElementType'] === 'PROCESS' };
  }
  if (valueType === 'INCIDENT') {
    if (intent === 'CREATED') return { ...place, kind: 'raised', incidentKey: String(key), errorType: String(value['errorType']) };
    return intent === 'RESOLVED' ? { ...place, kind: 'resolved', incidentKey: String(key) } : undefined;
  }
  const kind = valueType === 'USER_TASK' ? taskKinds[intent] : undefined;
  return kind && { ...place, kind, taskKey: String(key), task: kind === 'taskOpened' || kind === 'taskAssigned' ? taskOf(value) : null };
}

/** Zeebe opens a task and then assigns it to whom the model says; here that is one. */
function withFirstAssignee(happenings: readonly Happening[]): Happening[] {
  return happenings.map((happening) => {
    if (happening.kind !== 'taskOpened') return happening;
    const assigned = happenings.find((it) => it.kind === 'taskAssigned' && it.taskKey === happening.taskKey);
    return assigned?.kind === 'taskAssigned' ? { ...happening, task: assigned.task } : happening;
  });
}

/** Drives the real engine. */
export class ZeebeDriver implements Driver {
  readonly client: GatewayClient;
  readonly #zeebe: RealZeebe;
  readonly #failures: string[] = [];
  #records: ZeebeRecord[] = [];

  constructor(zeebe: RealZeebe) {
    this.#zeebe = zeebe;
    this.client = new GatewayClient(zeebe.address);
  }

  settle(): Promise<void> {
    return this.#zeebe.idle();
  }

  advance(ms: number): Promise<void> {
    return this.#zeebe.advanceTime(ms);
  }

  async happenings(): Promise<Happening[]> {
    const records = [...this.#records.splice(0), ...(await this.#zeebe.records())];
    this.#failures.push(...records.filter(({ rejectionType }) => rejectionType === 'PROCESSING_ERROR').map(({ rejectionReason }) => rejectionReason));
    return withFirstAssignee(records.filter(({ recordType }) => recordType === 'EVENT').map(happeningOf).filter((happening) => happening !== undefined));
  }

  failure(): string {
    return this.#failures.splice(0).join('; ');
  }

  completeUserTask(taskKey: string, variables: Readonly<Record<string, unknown>>): Promise<string> {
    return this.#answered('USER_TASK', this.#zeebe.completeUserTask(taskKey, variables));
  }

  assignUserTask(taskKey: string, assignee: string): Promise<string> {
    return this.#answered('USER_TASK', this.#zeebe.assignUserTask(taskKey, assignee));
  }

  deleteResource(resourceKey: string): Promise<string> {
    return this.#answered('RESOURCE_DELETION', this.#zeebe.deleteResource(resourceKey));
  }

  async close(): Promise<void> {
    this.client.close();
  }

  /** Nobody waits for the answer to a command that was written past the gateway; a refusal stands in the log. */
  async #answered(valueType: string, written: Promise<void>): Promise<string> {
    await written;
    const records = await this.#zeebe.records();
    this.#records.push(...records);
    const refusal = records.find((record) => record.recordType === 'COMMAND_REJECTION' && record.valueType === valueType);
    return refusal ? (statusOfRejection[refusal.rejectionType] ?? refusal.rejectionType) : 'OK';
  }
}
