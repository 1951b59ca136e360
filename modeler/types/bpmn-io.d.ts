/** The parts of bpmn.io packages that the modeler uses and that come without types of their own. */

declare module 'bpmn-moddle' {
  type ModdleElement = import('../moddle/element.ts').ModdleElement;

  export interface ParseResult {
    readonly rootElement: ModdleElement;
    readonly elementsById: Readonly<Record<string, ModdleElement>>;
    readonly warnings: readonly (Error & { readonly element?: ModdleElement; readonly property?: string; readonly value?: string })[];
  }

  export class BpmnModdle {
    constructor(packages?: Readonly<Record<string, unknown>>);
    /** Rejects with an error that carries the warnings so far when the text is not a BPMN document. */
    fromXML(xml: string, type?: string): Promise<ParseResult>;
    toXML(element: ModdleElement, options?: { readonly format?: boolean }): Promise<{ readonly xml: string }>;
    create(type: string, attributes?: Readonly<Record<string, unknown>>): ModdleElement;
  }
}

declare module 'bpmnlint/lib/linter.js' {
  type ModdleElement = import('../moddle/element.ts').ModdleElement;
  type RuleFactory = import('../lint/rule.ts').RuleFactory;
  type RuleReport = import('../lint/rule.ts').RuleReport;

  type Category = 'error' | 'warn' | 'info' | 'rule-error';
  export type RuleSetting = Category | 'off' | readonly [Category | 'off', unknown];

  export default class Linter {
    constructor(options: {
      readonly config: { readonly rules: Readonly<Record<string, RuleSetting>> };
      readonly resolver: { resolveRule(pkg: string, ruleName: string): RuleFactory; resolveConfig(pkg: string, configName: string): never };
    });
    lint(definitions: ModdleElement): Promise<Readonly<Record<string, readonly (RuleReport & { readonly category: Category })[]>>>;
  }
}

declare module 'bpmnlint/rules/*' {
  type RuleFactory = import('../lint/rule.ts').RuleFactory;

  const rule: RuleFactory;
  export default rule;
}

declare module 'bpmnlint/config/recommended.js' {
  const config: { readonly rules: Readonly<Record<string, 'error' | 'warn' | 'info'>> };
  export default config;
}

declare module 'bpmnlint-plugin-camunda-compat' {
  const plugin: { readonly configs: Readonly<Record<string, { readonly rules: Readonly<Record<string, readonly ['error' | 'warn' | 'info', unknown]>> }>> };
  export default plugin;
}

declare module 'bpmnlint-plugin-camunda-compat/rules/camunda-cloud/*' {
  type RuleFactory = import('../lint/rule.ts').RuleFactory;

  const rule: RuleFactory;
  export default rule;
}

declare module 'bpmn-js-properties-panel' {
  type ModuleDeclaration = NonNullable<import('bpmn-js/lib/BaseViewer.js').BaseViewerOptions['additionalModules']>[number];

  export const BpmnPropertiesPanelModule: ModuleDeclaration;
  export const BpmnPropertiesProviderModule: ModuleDeclaration;
  export const ZeebePropertiesProviderModule: ModuleDeclaration;
}

declare module 'camunda-bpmn-js-behaviors/lib/camunda-cloud/index.js' {
  const ZeebeBehaviorsModule: NonNullable<import('bpmn-js/lib/BaseViewer.js').BaseViewerOptions['additionalModules']>[number];
  export default ZeebeBehaviorsModule;
}
