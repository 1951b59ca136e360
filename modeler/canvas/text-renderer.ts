/** Text in the diagram: the fonts of the page, a little larger than bpmn-js has it, since whole flows are read at half their size. */
export const textRenderer = {
  defaultStyle: { fontFamily: "system-ui, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC Variable', 'Noto Sans SC', sans-serif", fontSize: 13, lineHeight: 1.25 },
  externalStyle: { fontSize: 13, lineHeight: 1.25 },
} as const;
