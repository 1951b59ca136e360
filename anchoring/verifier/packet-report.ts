import type { Check, Sentence } from './check.ts';
import type { Cosigning } from './check-witnesses.ts';
import type { TreeHead } from './checkpoint.ts';
import type { Packet } from './packet.ts';

/** A packet put into words for whoever has to rely on it. */
export interface PacketReport {
  /** What is proved. */
  readonly proves: readonly Sentence[];
  /** Since when at the latest, and by whose clock. */
  readonly since: readonly Sentence[];
  /** Whose signatures were checked. */
  readonly signers: readonly Sentence[];
  /** What it can't prove. */
  readonly limits: readonly Sentence[];
}

type ReportedPacket = Pick<Packet, 'subject' | 'events' | 'anchor'>;

/** Says what the checks of a packet come to. Of a failed packet nothing is said but its limits. */
export function reportOf(packet: ReportedPacket, checkpoint: TreeHead, checks: readonly Check[], cosignings: readonly Cosigning[], keyName: string | undefined): PacketReport {
  const has = (id: Check['id']) => checks.some((check) => check.id === id && check.outcome === 'passed');
  const isFailed = checks.some(({ outcome }) => outcome === 'failed');
  const limits = limitsOf(packet, has);
  if (isFailed) return { proves: [], since: [], signers: [], limits };
  const { anchor, events } = packet;
  const isAnchored = has('anchored') || (has('header') && has('transaction'));
  const since: Sentence[] = [
    ...(anchor && isAnchored ? [{ zh: `最迟自 ${anchor.blockTime}(区块 ${anchor.blockNumber} 的时间,链 ${anchor.chainId})起已存在。`, en: `There at the latest since ${anchor.blockTime}, the time of block ${anchor.blockNumber} on chain ${anchor.chainId}.` }] : []),
    ...cosignings.map(({ witness, at }) => ({ zh: `见证方 ${witness.name} 于 ${at.toISOString()} 见到。`, en: `Seen by the witness ${witness.name} at ${at.toISOString()}.` })),
  ];
  const times = events.map(({ event }) => (JSON.parse(event) as { at?: unknown }).at).filter((at) => typeof at === 'string').sort();
  return {
    proves: [
      {
        zh: `${events.length} 个事件一字未改,位于日志“${checkpoint.origin}”的前 ${checkpoint.treeSize} 片叶子中;事件自述时间为 ${times.at(0)} 至 ${times.at(-1)}。`,
        en: `${events.length} events, byte for byte, stand among the first ${checkpoint.treeSize} leaves of the log ${checkpoint.origin}; by their own word they are of ${times.at(0)} to ${times.at(-1)}.`,
      },
    ],
    since: since.length > 0 ? since : [{ zh: '没有独立的时间证明:时间只是日志自己的说法。', en: 'No independent time: the only clock is the word of the log itself.' }],
    signers: [
      ...(has('signature') && keyName ? [{ zh: `日志 ${keyName}`, en: `The log ${keyName}` }] : []),
      ...cosignings.map(({ witness }) => ({ zh: `见证方 ${witness.name}`, en: `The witness ${witness.name}` })),
    ],
    limits,
  };
}

function limitsOf({ subject, anchor }: ReportedPacket, has: (id: Check['id']) => boolean): Sentence[] {
  const onChain = has('head') || (has('header') && has('transaction') && has('block'));
  return [
    { zh: '不能证明事件所说属实,只能证明当时就这样说、此后未改。', en: 'It can’t prove that what the events say is true, only that it was said then and not altered since.' },
    subject.kind === 'day'
      ? { zh: '不能证明当日在此范围之外没有其他事件。', en: 'It can’t prove that there are no events of the day outside this run of leaves.' }
      : { zh: '不能证明此事项没有其他事件;可用镜像或当日的审计包核对。', en: 'It can’t prove that there are no other events about the matter; a mirror or the packets of the days show that.' },
    ...(onChain || has('witness')
      ? []
      : [{ zh: '不能证明没有向别人出示过另一份日志:须有您信任的见证方、合约或更早的检查点。', en: 'It can’t prove that nobody was shown another log: that takes a witness, a contract or an earlier checkpoint that you trust.' }]),
    ...(anchor && !onChain
      ? [{ zh: `区块 ${anchor.blockHash} 是否在链上须向您信任的节点或区块浏览器核对。`, en: `Whether block ${anchor.blockHash} is on the chain has to be asked of a node or explorer that you trust.` }]
      : []),
  ];
}
