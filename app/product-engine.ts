import { randomUUID } from 'node:crypto';
import type { ApiParts } from '@gbc/api';
import { type AppendHook, EngineError, type WorkflowEngine } from '@gbc/engine';
import { systemEnvironment as env } from '@gbc/events';
import type { Database, Tx } from '@gbc/prisma';
import type { CompleteConfig } from './secrets.ts';
import { StartError } from './start-error.ts';

export interface ProductEngineParts {
  readonly config: CompleteConfig;
  readonly database: Database;
  readonly appendHook: AppendHook<Tx>;
  readonly onError: (error: Error) => void;
  /** Another data set than before answers at the address: it knows no model and none of what ran. */
  readonly onReplaced: (engine: WorkflowEngine) => Promise<void>;
  /** The engine has begun, or ceased, to answer. */
  readonly onStatus: () => void;
}

export interface ProductEngine {
  readonly engine: WorkflowEngine;
  readonly readForm: ApiParts['readForm'];
}

/** The schema of a form as it was deployed; null where the engine doesn't have it (any more). */
async function readSchema(read: () => string | Promise<string>): Promise<Record<string, unknown> | null> {
  try {
    return JSON.parse(await read()) as Record<string, unknown>;
  } catch (error) {
    if (error instanceof EngineError && error.code === 'NOT_FOUND') return null;
    throw error;
  }
}

async function openEmbedded({ database, appendHook, onError }: ProductEngineParts): Promise<ProductEngine> {
  const { openEmbeddedEngine } = await import('@gbc/engine-embedded');
  const engine = await openEmbeddedEngine({ database, env, appendHook, onError });
  return { engine, readForm: ({ formKey }) => readSchema(() => engine.formSchema(formKey)) };
}

/** A number from 0 up to 1, for jitter. */
const random = () => env.randomBytes(4).readUInt32BE() / 2 ** 32;

async function openZeebe({ config, database, appendHook, onError, onReplaced, onStatus }: ProductEngineParts, address: string): Promise<ProductEngine> {
  const { openRest, openZeebeEngine } = await import('@gbc/engine-zeebe');
  const { CAMUNDA_REST_ADDRESS: restAddress } = config;
  const opening = openZeebeEngine({
    ...(restAddress ? { rest: openRest(restAddress) } : {}),
    address, database, appendHook, onError, onStatus,
    env: { now: () => env.now(), newId: randomUUID, random },
    onReplaced: () => void opening.then(onReplaced).catch(onError),
  });
  const engine = await opening.catch((error: Error) => {
    const words = { zh: `无法连接 Zeebe（ZEEBE_ADDRESS=${address}）：${error.message}`, en: `no Zeebe answers at ZEEBE_ADDRESS=${address}: ${error.message}` };
    throw new StartError('engine.unreachable', words, { cause: error });
  });
  return { engine, readForm: ({ formKey }) => readSchema(() => engine.deployedContent(formKey)) };
}

/** The engine that the settings ask for: a Zeebe by its address, else our own in the product's database. */
export function openProductEngine(parts: ProductEngineParts): Promise<ProductEngine> {
  const { ZEEBE_ADDRESS: address } = parts.config;
  return address ? openZeebe(parts, address) : openEmbedded(parts);
}
