import type { MatterView } from './matters.ts';
import type { MirrorStatus } from './mirror.ts';

const words = {
  zh: {
    title: '联盟镜像', head: '已核验的日志', anchored: '合约中', cosigned: '已共同签名', verifiedAt: '最近核验', events: '事件副本', none: '—', fine: '日志与本镜像、合约一致',
    alarm: '警报', badLeaf: '第一片不符的叶子', trouble: '暂时不可达', search: '按申请号、单位、项目、状态或日期查找', find: '查找', matter: '申请', state: '状态', amount: '金额（元）', payer: '付款单位', payee: '收款单位', last: '最近',
    states: { submitted: '已提交', approved: '已通过', rejected: '已退回', paid: '已支付', closed: '已办结' }, key: '本见证方公钥', other: 'English', otherLanguage: 'en',
  },
  en: {
    title: 'Alliance mirror', head: 'Verified log', anchored: 'In the contract', cosigned: 'Cosigned', verifiedAt: 'Last verified', events: 'Events kept', none: '—', fine: 'The log agrees with this mirror and the contract',
    alarm: 'Alarm', badLeaf: 'First bad leaf', trouble: 'Out of reach for now', search: 'Find by application, organisation, project, state or date', find: 'Find', matter: 'Application', state: 'State', amount: 'Amount (yuan)', payer: 'Payer', payee: 'Payee', last: 'Last',
    states: { submitted: 'submitted', approved: 'approved', rejected: 'sent back', paid: 'paid', closed: 'closed' }, key: 'Key of this witness', other: '中文', otherLanguage: 'zh',
  },
} as const;

const style = `:root{color-scheme:light dark}body{max-width:960px;margin:0 auto;padding:16px;font:14px/1.6 system-ui,'PingFang SC','Microsoft YaHei','Noto Sans SC',sans-serif}
h1{font-size:18px}dl{display:grid;grid-template-columns:max-content 1fr;gap:4px 16px}dt{opacity:.7}dd{margin:0;overflow-wrap:anywhere}
.good,.bad,.wait{padding:12px 16px;border-left:4px solid;font-weight:600}.good{color:#1b6b3a}.bad{color:#b3261e}.wait{color:#7a5200}
table{width:100%;border-collapse:collapse;font-variant-numeric:tabular-nums}th,td{padding:4px 8px 4px 0;border-bottom:1px solid #8884;text-align:left}td.n{text-align:right}
input{padding:6px 8px;width:min(100%,420px);font:inherit}button{padding:6px 16px;font:inherit}.scroll{overflow-x:auto}`;

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escape = (value: unknown): string => String(value).replace(/[&<>"']/g, (character) => escapes[character] ?? character);

const yuan = (amountFen: number | null): string => (amountFen === null ? '—' : (amountFen / 100).toLocaleString('en-US', { minimumFractionDigits: 2 }));

/** The mirror's page in the reader's language: head, alarm, and what was found. `language` is a code or a browser's preferences. */
export function renderPage(status: MirrorStatus, query: string, matters: readonly MatterView[], language: string): string {
  const lang = language.startsWith('en') ? 'en' : 'zh';
  const say = words[lang];
  const { alarm } = status;
  const banner = alarm
    ? `<p class="bad" data-alarm="${escape(alarm.kind)}">${say.alarm}: ${escape(lang === 'zh' ? alarm.zh : alarm.en)}${alarm.firstBadLeaf === null ? '' : ` ${say.badLeaf}: ${alarm.firstBadLeaf}`}</p>`
    : status.trouble
      ? `<p class="wait">${say.trouble}: ${escape(status.trouble)}</p>`
      : `<p class="good">${say.fine}</p>`;
  const facts = [
    [say.head, `${escape(status.origin)} · ${status.treeSize} · ${escape(status.rootHash ?? say.none)}`],
    [say.anchored, status.anchoredSize ?? say.none],
    [say.cosigned, status.cosignedSize],
    [say.events, status.events],
    [say.verifiedAt, escape(status.verifiedAt ?? say.none)],
    [say.key, `<code>${escape(status.witnessKey)}</code>`],
  ].map(([term, fact]) => `<dt>${term}</dt><dd>${fact}</dd>`);
  const head = [say.matter, say.state, say.amount, say.payer, say.payee, say.last].map((word) => `<th>${word}</th>`);
  const rows = matters.map(
    ({ applicationId, state, amountFen, payerOrganisationId, payeeOrganisationId, lastAt }) =>
      `<tr><td><a href="/matters/${encodeURIComponent(applicationId)}">${escape(applicationId)}</a></td><td>${say.states[state]}</td><td class="n">${yuan(amountFen)}</td><td>${escape(payerOrganisationId ?? say.none)}</td><td>${escape(payeeOrganisationId ?? say.none)}</td><td>${escape(lastAt)}</td></tr>`,
  );
  return `<!doctype html><html lang="${lang === 'zh' ? 'zh-CN' : 'en'}"><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${say.title}</title><style>${style}</style>
<h1>${say.title} <small><a href="?lang=${say.otherLanguage}">${say.other}</a></small></h1>${banner}<dl>${facts.join('')}</dl>
<form><input type="hidden" name="lang" value="${lang}"><input name="q" value="${escape(query)}" placeholder="${say.search}" aria-label="${say.search}"> <button>${say.find}</button></form>
<div class="scroll"><table><thead><tr>${head.join('')}</tr></thead><tbody>${rows.join('')}</tbody></table></div></html>`;
}
