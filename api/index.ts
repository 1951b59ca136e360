export type { ApiParts, LintFinding } from './parts.ts';
export { createServer, type ServerOptions } from './server.ts';
export { createStream, type Stream, type Topic } from './stream.ts';
