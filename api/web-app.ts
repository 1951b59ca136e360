import { existsSync } from 'node:fs';
import { join } from 'node:path';
import express, { type RequestHandler, type Router } from 'express';

const encodings = [
  { name: 'br', ending: '.br' },
  { name: 'gzip', ending: '.gz' },
] as const;

/** Answers with the file that the build compressed ahead, where the browser takes it. */
function precompressed(folder: string): RequestHandler {
  return (request, response, next) => {
    response.vary('Accept-Encoding');
    const path = request.path.endsWith('/') ? `${request.path}index.html` : request.path;
    const encoding = encodings.find(({ name, ending }) => request.acceptsEncodings(name) && !path.includes('..') && existsSync(join(folder, path + ending)));
    if (encoding) {
      request.url = path + encoding.ending;
      response.set('Content-Encoding', encoding.name).type(path.slice(path.lastIndexOf('.')));
    }
    next();
  };
}

/** The page that verifies offline is one file with its script inside; its own policy, by the script's hash, narrows this further. */
const verifierPolicy = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src http: https:; frame-ancestors 'none'";

/** Files with a hash in their name never change; index.html is asked for each time. */
function setHeaders(response: { setHeader(name: string, value: string): unknown }, path: string): void {
  response.setHeader('Cache-Control', /-[\w-]{8}\.(js|css)(\.\w+)?$/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (/[\\/]verifier\.html(\.\w+)?$/.test(path)) response.setHeader('Content-Security-Policy', verifierPolicy);
}

/** The web app: its files, and index.html for every address that the app itself resolves. */
export function serveWebApp(folder: string): Router {
  const router = express.Router();
  const files = express.static(folder, { index: 'index.html', redirect: false, setHeaders });
  router.use(precompressed(folder), files);
  router.get('/{*path}', (request, _response, next) => {
    if (/\.\w+$/.test(request.path)) return next();
    request.url = '/index.html';
    next();
  }, precompressed(folder), files);
  return router;
}
