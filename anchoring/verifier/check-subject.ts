import { failed, passed, type Check } from './check.ts';
import type { Packet, PacketEvent, PacketSubject } from './packet.ts';

/** As much of an event as tells which matter it belongs to. */
interface EventOutline {
  readonly type?: unknown;
  readonly at?: unknown;
  readonly applicationId?: unknown;
  readonly data?: Readonly<Record<string, unknown>>;
}

const chinaOffsetMs = 8 * 3_600_000;

/** The day that a time belongs to in China, which has had one offset and no summer time since 1991. */
export const dayInChina = (time: Date): string => new Date(time.getTime() + chinaOffsetMs).toISOString().slice(0, 10);

/** The events are about what the packet says it is about, and what must not be missing among them is there. */
export function checkSubject({ subject, events }: Pick<Packet, 'subject' | 'events'>): Check {
  const outlines = events.map(outlineOf);
  if (events.length === 0) return failed('subject', '包中没有事件。', 'The packet holds no event.');
  switch (subject.kind) {
    case 'application': {
      const foreign = outlines.findIndex(({ applicationId }) => applicationId !== subject.applicationId);
      if (foreign >= 0) return isForeign(events[foreign]);
      return passed('subject', `所有事件都属于申请 ${subject.applicationId}。`, `All events are about application ${subject.applicationId}.`);
    }
    case 'payment':
      return checkPayment(subject, events, outlines);
    case 'model':
      return checkModel(subject, events, outlines);
    case 'day':
      return checkDay(subject.date, events, outlines);
  }
}

function outlineOf({ event }: PacketEvent): EventOutline {
  try {
    const outline: unknown = JSON.parse(event);
    return typeof outline === 'object' && outline !== null ? outline : {};
  } catch {
    return {};
  }
}

const isForeign = (event: PacketEvent | undefined): Check =>
  failed('subject', `叶子 ${event?.leafIndex} 不属于此事项。`, `Leaf ${event?.leafIndex} is not about this matter.`);

/** Kinds of events that tell of the money of one payout or redemption, by its number. */
export const movementTypes: ReadonlySet<string> = new Set([
  'holdTaken', 'holdVoided', 'transferPosted', 'operatingSetAside',
  'redemptionHeld', 'redemptionVoided', 'paymentInstructed', 'paymentConfirmed', 'tokensBurned',
]);

/** A payment: what moved its money is there, and each decision that they name, recorded and accepted. */
function checkPayment(subject: Extract<PacketSubject, { kind: 'payment' }>, events: readonly PacketEvent[], outlines: readonly EventOutline[]): Check {
  const foreign = outlines.findIndex(({ applicationId }) => applicationId !== subject.applicationId);
  if (foreign >= 0) return isForeign(events[foreign]);
  const moved = outlines.filter(({ type, data }) => movementTypes.has(String(type)) && data?.['payoutNo'] === subject.payoutNo);
  if (moved.length === 0) return failed('subject', '包中没有此笔付款。', 'The payment is not in the packet.');
  const named = new Set(moved.flatMap(({ data }) => (Array.isArray(data?.['decisionIds']) ? data['decisionIds'].map(String) : [])));
  const isThere = (type: string, id: string) => outlines.some((outline) => outline.type === type && outline.data?.['decisionId'] === id);
  const missing = [...named].find((id) => !isThere('decisionRecorded', id) || !isThere('decisionAccepted', id));
  return missing
    ? failed('subject', `付款所依据的决定 ${missing} 不在包中。`, `Decision ${missing}, on which the payment rests, is not in the packet.`)
    : passed(
        'subject',
        `付款 ${subject.applicationId} 第 ${subject.payoutNo} 号,及其所依据的 ${named.size} 个决定。`,
        `Payout ${subject.payoutNo} of application ${subject.applicationId}, and the ${named.size} decisions on which it rests.`,
      );
}

/** A version of a flow: its deployment is there, and the rest is about the proposal that it came from. */
function checkModel(subject: Extract<PacketSubject, { kind: 'model' }>, events: readonly PacketEvent[], outlines: readonly EventOutline[]): Check {
  const isDeployment = ({ type, data }: EventOutline) => type === 'modelDeployed' && data?.['processId'] === subject.processId && data['version'] === subject.version;
  const deployed = outlines.filter(isDeployment);
  const proposals = new Set(deployed.map(({ data }) => data?.['proposalId']).filter((id) => typeof id === 'string'));
  if (deployed.length === 0) return failed('subject', '包中没有此版本的部署。', "The version's deployment is not in the packet.");
  const foreign = outlines.findIndex((outline) => !isDeployment(outline) && !proposals.has(outline.data?.['proposalId'] as string));
  if (foreign >= 0) return isForeign(events[foreign]);
  return passed('subject', `流程 ${subject.processId} 第 ${subject.version} 版的部署及其提案。`, `Version ${subject.version} of ${subject.processId}: its deployment and the proposal it came from.`);
}

/** A day: an unbroken run of leaves that holds events of the day, so that none between them can be left out. */
function checkDay(date: string, events: readonly PacketEvent[], outlines: readonly EventOutline[]): Check {
  const gap = events.findIndex(({ leafIndex }, position) => position > 0 && leafIndex !== (events[position - 1] as PacketEvent).leafIndex + 1);
  if (gap >= 0) return failed('subject', `叶子 ${events[gap]?.leafIndex} 之前有缺。`, `Something is left out before leaf ${events[gap]?.leafIndex}.`);
  const isOfDay = ({ at }: EventOutline) => typeof at === 'string' && !Number.isNaN(Date.parse(at)) && dayInChina(new Date(at)) === date;
  const first = outlines.at(0);
  const last = outlines.at(-1);
  if (!first || !last || !isOfDay(first) || !isOfDay(last)) return failed('subject', `首尾事件不在 ${date}。`, `The first and last events are not of ${date}.`);
  return passed(
    'subject',
    `${date} 的事件:叶子 ${events[0]?.leafIndex} 至 ${events.at(-1)?.leafIndex},中间无缺。`,
    `Events of ${date}: leaves ${events[0]?.leafIndex} to ${events.at(-1)?.leafIndex}, none between them left out.`,
  );
}
