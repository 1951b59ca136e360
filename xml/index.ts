export { readXml, type XmlElement, type XmlLimits } from './read-xml.ts';
export { XmlError, type XmlFault } from './xml-error.ts';
