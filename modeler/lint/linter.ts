import recommended from 'bpmnlint/config/recommended.js';
import Linter from 'bpmnlint/lib/linter.js';
import type { RuleSetting } from 'bpmnlint/lib/linter.js';
import camundaCompat from 'bpmnlint-plugin-camunda-compat';
import type { ModdleElement } from '../moddle/element.ts';
import { textsOf, textsOfFailure } from './messages.ts';
import type { RuleFactory, RuleReport, Texts } from './rule.ts';
import { bindingDeployment } from './rules/binding-deployment.ts';
import { knownCandidateRole } from './rules/known-candidate-role.ts';
import { knownJobType } from './rules/known-job-type.ts';
import { moneyNeedsApproval } from './rules/money-needs-approval.ts';
import { noAmountArithmetic } from './rules/no-amount-arithmetic.ts';
import { userTaskNative } from './rules/user-task-native.ts';
import { userTaskReminder } from './rules/user-task-reminder.ts';
import { bpmnRules, camundaRules } from './third-party-rules.ts';

export type Severity = 'error' | 'warning' | 'info';

/** A problem of a model. A model with an error must not be deployed. */
export interface LintIssue {
  /** Such as `gbc/known-job-type`, `bpmn/no-implicit-end`, `camunda/feel`. */
  readonly rule: string;
  readonly severity: Severity;
  /** Null where the problem is that of the whole file. */
  readonly elementId: string | null;
  readonly message: Texts;
}

const OUR_RULES: Readonly<Record<string, readonly [Severity, RuleFactory]>> = {
  'binding-deployment': ['error', bindingDeployment],
  'known-candidate-role': ['error', knownCandidateRole],
  'known-job-type': ['error', knownJobType],
  'money-needs-approval': ['warning', moneyNeedsApproval],
  'no-amount-arithmetic': ['error', noAmountArithmetic],
  'user-task-native': ['error', userTaskNative],
  'user-task-reminder': ['warning', userTaskReminder],
};

const ENGINE = 'camunda-cloud-8-8';

function settings(): Readonly<Record<string, RuleSetting>> {
  const ofEngine = camundaCompat.configs[ENGINE]?.rules ?? {};
  const chosen = (names: readonly string[], from: Readonly<Record<string, RuleSetting>>, group: string): [string, RuleSetting][] =>
    names.map((name) => [`${group}/${name}`, from[name] ?? 'error']);
  return Object.fromEntries([
    ...chosen(Object.keys(bpmnRules), recommended.rules, 'bpmn'),
    ...chosen(Object.keys(camundaRules), ofEngine, 'camunda'),
    ...Object.entries(OUR_RULES).map(([name, [severity]]): [string, RuleSetting] => [`gbc/${name}`, severity === 'warning' ? 'warn' : severity]),
  ]);
}

const SETTINGS = settings();

const RESOLVER = {
  resolveRule(pkg: string, name: string): RuleFactory {
    const rule = { 'bpmnlint-plugin-bpmn': bpmnRules[name], 'bpmnlint-plugin-camunda': camundaRules[name], 'bpmnlint-plugin-gbc': OUR_RULES[name]?.[1] }[pkg];
    if (!rule) throw new Error(`no lint rule ${pkg}/${name}`);
    return rule;
  },
  resolveConfig(pkg: string, name: string): never {
    throw new Error(`no lint configuration ${pkg}/${name}: ours names every rule`);
  },
};

const SEVERITIES = { error: 'error', warn: 'warning', info: 'info', 'rule-error': 'error' } as const;
type Category = keyof typeof SEVERITIES;

const ORDER: readonly Severity[] = ['error', 'warning', 'info'];

function issueOf(rule: string, found: RuleReport, category: Category): LintIssue {
  const message = category === 'rule-error' ? textsOfFailure(rule) : textsOf(rule, found);
  return { rule, severity: SEVERITIES[category], elementId: found.id ?? null, message };
}

/** Judges a parsed model by all rules; errors first, then warnings. */
export async function lintDefinitions(definitions: ModdleElement): Promise<readonly LintIssue[]> {
  // A new linter each time: it keeps its rules, and some rules keep what they saw.
  const findings = await new Linter({ config: { rules: SETTINGS }, resolver: RESOLVER }).lint(definitions);
  return Object.entries(findings)
    .flatMap(([rule, reports]) => reports.map((found): LintIssue => issueOf(rule, found, found.category)))
    .sort((a, b) => ORDER.indexOf(a.severity) - ORDER.indexOf(b.severity));
}
