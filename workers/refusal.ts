import type { JobOutcome } from '@gbc/engine';
import { appendEvent } from '@gbc/events';
import type { WorkerParts } from './parts.ts';

/** An expected refusal of a domain room: a stable code and what fills its sentence. */
export interface Refusal extends Error {
  readonly code: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** True for errors of ledger, bank, documents and applications that say why they refuse; anything else is a fault. */
export function isRefusal(error: unknown): error is Refusal {
  return error instanceof Error && 'params' in error && 'code' in error && /^[a-z][A-Za-z]*\.[A-Za-z0-9]+$/.test(String(error.code));
}

/**
 * Runs a command of a domain room for a job. A refusal is remembered on the application (the reviewer sees why), logged,
 * and becomes the BPMN error `errorCode`; a fault is thrown on, so that the job is tried again and ends as an incident.
 * So does a freeze: the process stays where it is, what is held stays held, and the incident is resolved once money moves again.
 */
export async function refusing(
  { database, env, onChange }: WorkerParts,
  it: { applicationId: string; command: string; errorCode: string },
  work: () => Promise<JobOutcome>,
): Promise<JobOutcome> {
  try {
    return await work();
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const { code } = error;
    const params = Object.fromEntries(Object.entries(error.params).flatMap(([name, value]) => (value === null || value === undefined ? [] : [[name, String(value)]])));
    await database.transaction(async (tx) => {
      await tx.query('update application set refusal = $2 where id = $1', [it.applicationId, JSON.stringify({ code, params })]);
      await appendEvent(tx, env, {
        type: 'commandRefused',
        actor: { kind: 'system', name: 'worker' },
        applicationId: it.applicationId,
        data: { command: it.command, code },
      });
    });
    onChange(it.applicationId);
    if (code === 'ledger.frozen') throw error;
    return { kind: 'bpmnError', errorCode: it.errorCode, message: code };
  }
}
