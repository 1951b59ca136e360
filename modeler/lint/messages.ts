import { isElement } from '../moddle/element.ts';
import { BPMN_MESSAGES, CAMUNDA_MESSAGES, ELEMENT_NAMES, PROPERTY_NAMES } from './messages.zh-CN.ts';
import type { RuleReport, Texts } from './rule.ts';

/** Chinese words for what a Camunda finding names: properties, types, or several of them. */
function words(value: unknown): string {
  const one = (item: unknown): string => {
    if (isElement(item)) return ELEMENT_NAMES[item.$type] ?? item.$type;
    const name = String(item);
    return PROPERTY_NAMES[name] ?? ELEMENT_NAMES[name] ?? name;
  };
  return Array.isArray(value) ? value.map(one).join('或') : one(value);
}

function inChinese(rule: string, found: RuleReport): string | undefined {
  if (rule.startsWith('bpmn/')) {
    const template = BPMN_MESSAGES.find(([pattern]) => pattern.test(found.message));
    return template && found.message.replace(template[0], template[1]).replace(/bpmn:\w+/g, words);
  }
  const data = found.data;
  if (!data) return undefined;
  return CAMUNDA_MESSAGES[data.type]?.replace(/\{(\w+)\}/g, (_, field: string) => words(data[field]));
}

/** What is said when a rule itself fails, which foreign rules do on models that are invalid in other ways. */
export function textsOfFailure(rule: string): Texts {
  return { 'zh-CN': `规则 ${rule} 无法检查此模型，请先改正其他问题`, en: `The rule ${rule} can't judge this model; correct the other problems first` };
}

/** A finding in both languages; where we have no Chinese sentence for a foreign rule, its English one names the problem. */
export function textsOf(rule: string, found: RuleReport): Texts {
  if (found.texts) return found.texts;
  return { 'zh-CN': inChinese(rule, found) ?? `不符合规则 ${rule}：${found.message}`, en: found.message };
}
