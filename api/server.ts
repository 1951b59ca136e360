import { randomUUID } from 'node:crypto';
import compression from 'compression';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { pinoHttp } from 'pino-http';
import type { Handlers } from './call.ts';
import type { OperationId } from './contract.ts';
import { allocationHandlers } from './handlers/allocations.ts';
import { applicationHandlers } from './handlers/applications.ts';
import { bankRecordHandlers } from './handlers/bank-records.ts';
import { bankPushHandlers, pushBody, pushPath, recordOversizedPush } from './handlers/bank-push.ts';
import { documentHandlers } from './handlers/documents.ts';
import { evidenceHandlers } from './handlers/evidence.ts';
import { exportHandlers } from './handlers/exports.ts';
import { flowHandlers } from './handlers/flows.ts';
import { erasureHandlers } from './handlers/erasure.ts';
import { freezeHandlers } from './handlers/freezes.ts';
import { fundsHandlers } from './handlers/funds.ts';
import { parkedHandlers } from './handlers/parked.ts';
import { paymentHandlers } from './handlers/payments.ts';
import { periodHandlers } from './handlers/periods.ts';
import { reserveHandlers } from './handlers/reserve.ts';
import { modelHandlers } from './handlers/models.ts';
import { processHandlers } from './handlers/processes.ts';
import { referenceHandlers } from './handlers/reference.ts';
import { sessionHandlers } from './handlers/session.ts';
import { orphanHandlers } from './handlers/orphans.ts';
import { supervisionHandlers } from './handlers/supervision.ts';
import { tokenHandlers } from './handlers/tokens.ts';
import { taskHandlers } from './handlers/tasks.ts';
import { serveMetrics } from './metrics.ts';
import { openApiDocument } from './openapi.ts';
import type { ApiParts } from './parts.ts';
import { ApiError, sendProblem } from './problem.ts';
import { createRouter } from './router.ts';
import { createSession, limitSignIns, readSignedIn } from './session.ts';
import { serveWebApp } from './web-app.ts';

export interface ServerOptions {
  readonly parts: ApiParts;
  readonly sessionSecret: string;
  /** Folder of the built web app; null serves the API alone. */
  readonly webFolder: string | null;
  /** Accounts of the demonstration, for the sign-in page; null in production. */
  readonly demoSignIns: (() => unknown) | null;
  /** How many proxies in front are trusted to say who asks. */
  readonly trustProxy: number;
}

/** What the page may load: its own files; bpmn-js and form-js set styles on elements, fonts and icons come inline. */
const contentSecurityPolicy = {
  directives: {
    defaultSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    fontSrc: ["'self'", 'data:'],
    // A PDF that was fetched is shown in a frame.
    frameSrc: ["'self'", 'blob:'],
    objectSrc: ["'none'"],
    frameAncestors: ["'none'"],
    upgradeInsecureRequests: null,
  },
};

function handlersOf(parts: ApiParts): Handlers<OperationId> {
  return {
    ...sessionHandlers(parts),
    ...referenceHandlers(parts),
    ...documentHandlers(parts),
    ...allocationHandlers(parts),
    ...applicationHandlers(parts),
    ...taskHandlers(parts),
    ...processHandlers(parts),
    ...supervisionHandlers(parts),
    ...tokenHandlers(parts),
    ...orphanHandlers(parts),
    ...modelHandlers(parts),
    ...fundsHandlers(parts),
    ...paymentHandlers(parts),
    ...bankRecordHandlers(parts),
    ...parkedHandlers(parts),
    ...bankPushHandlers(parts),
    ...periodHandlers(parts),
    ...exportHandlers(parts),
    ...flowHandlers(parts),
    ...erasureHandlers(parts),
    ...freezeHandlers(parts),
    ...reserveHandlers(parts),
    ...evidenceHandlers(parts),
  };
}

const notFound = (_request: Request, _response: Response, next: NextFunction) => next(new ApiError('request.notFound'));

/** The HTTP server's application: API, event stream, log tiles, health, metrics and the web app. */
export function createServer({ parts, sessionSecret, webFolder, demoSignIns, trustProxy }: ServerOptions): Express {
  const { database, logger, stream, log } = parts;
  const app = express();
  app.set('trust proxy', trustProxy);
  app.disable('x-powered-by');
  app.use(helmet({ contentSecurityPolicy, strictTransportSecurity: false }));
  app.use(pinoHttp({ logger, genReqId: () => randomUUID(), customLogLevel: (_request, response) => (response.statusCode >= 500 ? 'error' : 'debug'), serializers: { req: ({ id, method, url }: { id: string; method: string; url: string }) => ({ id, method, url }) } }));

  app.get('/healthz', (_request, response) => void response.json({ status: 'ok' }));
  app.get('/metrics', serveMetrics(parts));
  // For convenience: a reader trusts the key they were given apart.
  app.get('/log/keys', (_request, response, next) => {
    const { verifierKey } = log.status();
    if (verifierKey === undefined) return next();
    response.set('Cache-Control', 'no-cache').type('text/plain; charset=utf-8').send(`${verifierKey}\n`);
  });
  app.get('/log/{*path}', async (request, response, next) => {
    const bytes = await log.readTile(request.path.slice('/log/'.length));
    if (!bytes) return next();
    const isCheckpoint = request.path.endsWith('/checkpoint');
    response.set('Cache-Control', isCheckpoint ? 'no-cache' : 'public, max-age=31536000, immutable');
    response.type(isCheckpoint ? 'text/plain; charset=utf-8' : 'application/octet-stream').send(Buffer.from(bytes));
  });

  const api = express.Router();
  // An event stream that waits to be worth compressing says nothing.
  api.use(compression({ filter: (request, response) => request.path !== '/stream' && compression.filter(request, response) }));
  api.get('/openapi.json', (_request, response) => void response.json(openApiDocument()));
  if (demoSignIns) api.get('/demo-sign-ins', (_request, response) => void response.json(demoSignIns()));
  api.post(pushPath, pushBody, recordOversizedPush(parts));
  api.use(express.json({ limit: '5mb' }));
  api.use(createSession(database, sessionSecret), readSignedIn(database));
  const limited = limitSignIns();
  api.post('/session', limited);
  api.put('/session/password', limited);
  api.get('/stream', (request, response, next) => (request.signedIn ? stream.attach(request, response) : next(new ApiError('session.missing'))));
  api.use(createRouter(parts, handlersOf(parts)));
  app.use('/api/v1', (_request, response, next) => (response.set('Cache-Control', 'no-store'), next()), api);

  app.use(['/api', '/log', '/metrics', '/healthz'], notFound);
  if (webFolder) app.use(serveWebApp(webFolder));
  app.use(notFound);
  app.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    sendProblem(error, request, response);
  });
  return app;
}
