/** What the adapter uses of moddle beyond reading; the package brings no types for its entry point. */
declare module 'bpmn-moddle' {
  interface BpmnModdle {
    create(type: string, values?: Readonly<Record<string, unknown>>): object;
    toXML(root: unknown): Promise<{ xml: string }>;
  }
}
