import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, it } from 'node:test';
import express, { type NextFunction, type Request, type Response } from 'express';
import type { ApiError } from './problem.ts';
import { limitSignIns } from './session.ts';

const limit = 20;
let status = 200;
const app = express().use(express.json(), limitSignIns(), (_request: Request, response: Response) => void response.sendStatus(status));
app.use((error: ApiError, _request: Request, response: Response, _next: NextFunction) => void response.status(429).json(error.code));
const server = createServer(app);

before(() => new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve)));
after(() => new Promise((resolve) => server.close(resolve)));

/** So many sign-ins of one login, each answered so. @returns how they ended */
async function signIn(login: string, answer: number, times: number): Promise<number[]> {
  status = answer;
  const { port } = server.address() as AddressInfo;
  const ended: number[] = [];
  for (let n = 0; n < times; n += 1) {
    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ login }) });
    await response.body?.cancel();
    ended.push(response.status);
  }
  return ended;
}

it('wrong passwords shut a login out for a while', async () => {
  assert.deepEqual(new Set(await signIn('guesser', 401, limit)), new Set([401]));
  assert.deepEqual(await signIn('guesser', 200, 1), [429]);
  assert.deepEqual(await signIn('somebody-else', 200, 1), [200]);
});

it('a database that is away shuts nobody out', async () => {
  assert.deepEqual(new Set(await signIn('patient', 500, 2 * limit)), new Set([500]));
  assert.deepEqual(await signIn('patient', 200, 1), [200]);
});
