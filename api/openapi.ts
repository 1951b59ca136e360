import { z } from 'zod';
import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi';
import { contract } from './contract.ts';
import type { Operation } from './operation.ts';
import { Problem } from './schemas/values.ts';

const headers = {
  command: z.object({
    'X-CSRF-Token': z.string().meta({ description: 'From the session' }),
    'Idempotency-Key': z.string().min(8).max(200).meta({ description: 'The same key with the same content is answered the same way, once' }),
  }),
};

function requestBody(it: Operation) {
  if (it.signed) return { content: { 'application/json': { schema: it.signed.body }, 'application/xml': { schema: z.string().meta({ description: 'camt.054 or pain.002 of ISO 20022' }) } } };
  if (!it.body) return undefined;
  if (!it.upload) return { content: { 'application/json': { schema: it.body } } };
  const schema = (it.body as z.ZodObject).extend({ file: z.string().meta({ format: 'binary' }) });
  return { content: { 'multipart/form-data': { schema } } };
}

function pathParameters(path: string): z.ZodObject | undefined {
  const names = [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as string);
  return names.length > 0 ? z.object(Object.fromEntries(names.map((name) => [name, z.string()]))) : undefined;
}

function answer(it: Operation) {
  const mediaTypes = typeof it.mediaType === 'string' ? [it.mediaType] : (it.mediaType ?? []);
  if (mediaTypes.length > 0) return { content: Object.fromEntries(mediaTypes.map((mediaType) => [mediaType, { schema: z.string().meta({ format: 'binary' }) }])) };
  return it.response ? { content: { 'application/json': { schema: it.response } } } : {};
}

/** The OpenAPI 3.1 document of the whole API, made from the schemas that also check every request. */
export function openApiDocument(): object {
  const paths: ZodOpenApiPathsObject = {};
  for (const [operationId, it] of Object.entries(contract) as [string, Operation][]) {
    const path = pathParameters(it.path);
    const isCommand = it.method !== 'get' && !it.isIdempotent;
    const body = requestBody(it);
    paths[it.path] = {
      ...paths[it.path],
      [it.method]: {
        operationId,
        tags: [it.tag],
        summary: it.summary,
        ...(it.isPublic ? { security: [] } : {}),
        requestParams: {
          ...(path ? { path } : {}),
          ...(it.query ? { query: it.query } : {}),
          ...(isCommand ? { header: headers.command } : {}),
          ...(it.signed ? { header: it.signed.headers } : {}),
        },
        ...(body ? { requestBody: body } : {}),
        responses: {
          [it.status ?? 200]: { description: it.summary, ...answer(it) },
          default: { description: 'Refused or failed', content: { 'application/problem+json': { schema: Problem } } },
        },
      },
    };
  }
  return createDocument({
    openapi: '3.1.0',
    info: { title: 'GBC Union', version: '1.0.0', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/api/v1' }],
    security: [{ session: [] }],
    components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'gbc_sid' } } },
    paths,
  });
}
