import type { Dictionary } from '../translator.ts';

/** bpmn-io writes one thing in several ways: `Timer boundary event` in menus, `Timer Boundary Event` as a heading. */

const TRIGGERS: Dictionary = {
  Message: '消息',
  Timer: '定时',
  Error: '错误',
  Escalation: '升级',
  Signal: '信号',
  Conditional: '条件',
  Compensation: '补偿',
  Compensate: '补偿',
  Cancel: '取消',
  Link: '链接',
  Terminate: '终止',
};

const EVENTS: Dictionary = {
  'start event': '开始事件',
  'intermediate catch event': '中间捕获事件',
  'intermediate throw event': '中间抛出事件',
  'boundary event': '边界事件',
  'end event': '结束事件',
};

const OTHERS: Dictionary = {
  'Task': '任务',
  'User task': '用户任务',
  'Service task': '服务任务',
  'Send task': '发送任务',
  'Receive task': '接收任务',
  'Manual task': '手工任务',
  'Business rule task': '业务规则任务',
  'Script task': '脚本任务',
  'Call activity': '调用活动',
  'Exclusive gateway': '排他网关',
  'Parallel gateway': '并行网关',
  'Inclusive gateway': '包容网关',
  'Complex gateway': '复杂网关',
  'Event-based gateway': '事件网关',
  'Event based gateway': '事件网关',
  'Event based instantiating Gateway': '启动流程的事件网关',
  'Parallel Event based instantiating Gateway': '启动流程的并行事件网关',
  'Sub-process': '子流程',
  'Sub-process (collapsed)': '子流程（折叠）',
  'Sub-process (expanded)': '子流程（展开）',
  'Expanded sub process': '子流程（展开）',
  'Collapsed sub process': '子流程（折叠）',
  'Event sub-process': '事件子流程',
  'Event sub process': '事件子流程',
  'Ad-hoc sub-process': '临时子流程',
  'Ad-hoc sub-process (collapsed)': '临时子流程（折叠）',
  'Ad-hoc sub-process (expanded)': '临时子流程（展开）',
  'Expanded ad hoc sub process': '临时子流程（展开）',
  'Collapsed ad hoc sub process': '临时子流程（折叠）',
  'Transaction': '事务子流程',
  'Sequence flow': '顺序流',
  'Default flow': '默认流',
  'Conditional flow': '条件流',
  'Message flow': '消息流',
  'Association': '关联',
  'Data input association': '数据输入关联',
  'Data output association': '数据输出关联',
  'Data object reference': '数据对象',
  'Data store reference': '数据存储',
  'Text annotation': '文本注释',
  'Group': '分组',
  'Lane': '泳道',
  'Participant': '参与者',
  'Collaboration': '协作',
  'Process': '流程',
  'Empty pool/participant': '空泳池',
  'Expanded pool/participant': '展开的泳池',
};

function titleCase(phrase: string): string {
  return phrase.replace(/(^| )[a-z]/g, (start) => start.toUpperCase());
}

function sentenceCase(phrase: string): string {
  return phrase.charAt(0).toUpperCase() + phrase.slice(1);
}

function everyWriting(english: string, chinese: string): readonly [string, string][] {
  return [
    [sentenceCase(english), chinese],
    [titleCase(english), chinese],
  ];
}

const events = Object.entries(EVENTS).flatMap(([event, eventName]) => [
  ...everyWriting(event, eventName),
  ...Object.entries(TRIGGERS).flatMap(([trigger, triggerName]) => [
    ...everyWriting(`${trigger} ${event}`, triggerName + eventName),
    [sentenceCase(`${trigger} ${event} (non-interrupting)`), `${triggerName}${eventName}（不中断）`] as const,
    [`${titleCase(`${trigger} ${event}`)} (Non Interrupting)`, `${triggerName}${eventName}（不中断）`] as const,
  ]),
]);

export const elements: Dictionary = Object.fromEntries([...events, ...Object.entries(OTHERS).flatMap(([english, chinese]) => everyWriting(english, chinese))]);
