import type { CallAnswer, CallInput } from '../../app/demo/client.ts';
import { chance, pick, unlessOvertaken, type ApplicationView, type Scene } from './scene.ts';

type Task = CallAnswer<'getTask'>;
type Completion = NonNullable<CallInput<'completeTask'>['body']>;

/** What an applicant enters when something is sent back or asked for; undefined where nothing is changed. */
export type Amend = (application: ApplicationView) => Pick<Completion, 'form' | 'documents'>;

const askedField = 'proposal.purpose';
const offices = ['hongkou', 'jianwei', 'fangguan', 'beiwaitan', 'jiaxing', 'sichuanbei'];

function reviewOf(scene: Scene, revision: number, payer: string): Completion {
  if (chance(scene, 0.12)) return { outcome: 'rejected', revision, field: askedField, reason: '请写明路段与工程量。' };
  if (chance(scene, 0.12)) return { outcome: 'moreNeeded', revision, fields: [askedField], reason: '请补充用途说明。' };
  if (chance(scene, 0.1)) return { outcome: 'forwarded', revision, reason: '涉及交通组织，请会办。', forwardTo: pick(scene, offices.filter((office) => office !== payer)) };
  return { outcome: 'approved', revision };
}

/** What is decided at a task, by chance; in the end everything leads on. */
function completionOf(scene: Scene, task: Task, application: ApplicationView, amend: Amend): Completion {
  const { revision } = application;
  switch (task.elementId) {
    case 'review':
      return reviewOf(scene, revision, application.payerOrganisationId);
    case 'correct':
      return { outcome: 'supplied', revision, ...amend(application) };
    case 'supply':
      return { outcome: 'supplied', revision, ...amend(application), consents: (application.materialRequests.at(-1)?.fields ?? []).map((field) => ({ field, isGiven: true })) };
    case 'confirmReceipt':
      return chance(scene, 0.15) ? { outcome: 'disputed', revision, reason: '请核对合同第七条。' } : { outcome: 'confirmed', revision, receivedFen: application.amountFen ?? 0 };
    case 'answerDispute':
      return { outcome: 'answered', revision, reason: '已核对，金额一致。' };
    case 'checkPayment':
      return { outcome: 'confirmed', revision };
    default:
      return chance(scene, 0.12) ? { outcome: 'rejected', revision, reason: '请核对后重新提交。' } : { outcome: 'approved', revision };
  }
}

/** Somebody of the task's groups who may decide it, with the task as they see it; undefined where nobody may now. */
export async function findDecider(scene: Scene, taskId: string, groups: readonly string[]): Promise<{ login: string; task: Task } | undefined> {
  const logins = groups.flatMap((group) => scene.people.members(group));
  const first = Math.floor(scene.random() * logins.length);
  for (let n = 0; n < logins.length; n += 1) {
    const login = logins[(first + n) % logins.length] as string;
    const task = await unlessOvertaken(scene.people.ask(login, 'getTask', { params: { taskId } }));
    if (task?.mayAct) return { login, task };
  }
  return undefined;
}

/** Has the application's open task decided, claimed before now and then. @returns whether there was one that somebody could decide */
export async function decideOpenTask(scene: Scene, application: ApplicationView, amend: Amend): Promise<boolean> {
  const taskId = application.openTaskIds[0];
  const found = taskId && (await findDecider(scene, taskId, application.waitingFor));
  if (!found) return false;
  const { login, task } = found;
  const params = { taskId: task.taskId };
  if (scene.random() < 0.25) {
    await unlessOvertaken(scene.people.command(login, 'claimTask', { params }));
    if (chance(scene, 0.2)) await unlessOvertaken(scene.people.command(login, 'releaseTask', { params }));
  }
  await unlessOvertaken(scene.people.command(login, 'completeTask', { params, body: completionOf(scene, task, application, amend) }));
  return true;
}
