/** The part of moddle that the engine uses; the packages bring no types for their entry points. */
declare module 'bpmn-moddle' {
  export class BpmnModdle {
    constructor(packages?: Readonly<Record<string, unknown>>);
    fromXML(xml: string): Promise<{ rootElement: unknown; warnings: readonly { readonly message: string; readonly property?: string; readonly value?: unknown; readonly element?: unknown }[] }>;
  }
}
declare module 'dmn-moddle' {
  export class DmnModdle {
    fromXML(xml: string, type: string): Promise<{ rootElement: unknown; warnings: readonly { readonly message: string; readonly property?: string; readonly value?: unknown; readonly element?: unknown }[] }>;
  }
}
