/** TLS by a certificate of a CA of our own, and each way of signing in, through a proxy before Zeebe's own gateway that asks for it. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { findJdk, startRealZeebe } from '@gbc/engine/behaviour';
import { type GuardedGateway, openGuard } from '../testing/guarded-gateway.ts';

/** As token endpoints give them out: the SDK reads its claims. */
const token = ['{"alg":"none"}', JSON.stringify({ sub: 'gbc', aud: 'zeebe', exp: Math.floor(Date.now() / 1_000) + 300 }), 'signed'].map((part) => Buffer.from(part).toString('base64url')).join('.');
const run = promisify(execFile);
const probe = join(import.meta.dirname, '..', 'testing', 'sign-in-probe.ts');
const zeebe = await startRealZeebe();

describe('signing in', { skip: 'skipped' in zeebe ? zeebe.skipped : false }, () => {
  const address = 'skipped' in zeebe ? '' : zeebe.address;
  const folder = mkdtempSync(join(tmpdir(), 'gbc-sign-in-'));
  const closing: (() => Promise<unknown>)[] = [];

  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });
  after(async () => {
    if (!('skipped' in zeebe)) await zeebe.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What the adapter does at an address, with these variables of the SDK as an operator would set them: `OK`, or the code of its failure. */
  async function probed(to: string, variables: Readonly<Record<string, string>>): Promise<string> {
    const { stdout } = await run(process.execPath, [probe, to], { env: { ...process.env, ...variables } });
    return stdout.trim().split('\n').at(-1) ?? '';
  }

  async function guard(options: Parameters<typeof openGuard>[1]): Promise<GuardedGateway> {
    const gateway = await openGuard(address, options);
    closing.push(() => gateway.close());
    return gateway;
  }

  /** A certificate that nobody has signed but itself; every JDK brings what makes one. */
  async function certify(): Promise<{ readonly pfx: Buffer; readonly passphrase: string; readonly caPath: string }> {
    const passphrase = 'a-password-for-tests';
    const [keytool, store, caPath] = [join((await findJdk()) ?? '', 'bin', 'keytool'), join(folder, 'server.p12'), join(folder, 'ca.pem')];
    const common = ['-keystore', store, '-storepass', passphrase, '-alias', 'server'];
    rmSync(store, { force: true });
    await run(keytool, ['-genkeypair', ...common, '-keyalg', 'EC', '-storetype', 'PKCS12', '-dname', 'CN=localhost', '-ext', 'san=dns:localhost,ip:127.0.0.1', '-ext', 'bc:c', '-validity', '2']);
    await run(keytool, ['-exportcert', '-rfc', ...common, '-file', caPath]);
    return { pfx: readFileSync(store), passphrase, caPath };
  }

  /** An OAuth token endpoint that knows one client. */
  async function tokens(): Promise<{ readonly url: string; readonly asked: string[] }> {
    const asked: string[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => (body += text)).on('end', () => {
        asked.push(body);
        const said = new URLSearchParams(body);
        const isKnown = said.get('client_id') === 'gbc' && said.get('client_secret') === 'a-secret-for-tests';
        response.writeHead(isKnown ? 200 : 401, { 'content-type': 'application/json' });
        response.end(JSON.stringify(isKnown ? { access_token: token, token_type: 'bearer', expires_in: 300 } : { error: 'invalid_client' }));
      });
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    closing.push(() => new Promise((resolve) => server.close(resolve)));
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/token`, asked };
  }

  test('by TLS: the CA that the operator names is believed, and no other', async () => {
    const { caPath, ...certificate } = await certify();
    const { port } = await guard({ certificate, lets: () => true });
    assert.equal(await probed(`grpcs://localhost:${port}`, { CAMUNDA_CUSTOM_ROOT_CERT_PATH: caPath }), 'OK');
    assert.equal(await probed(`grpcs://localhost:${port}`, {}), 'UNAVAILABLE');
  });

  test('by OAuth: a token is fetched once, and goes with every call', async () => {
    const gateway = await guard({ lets: ({ authorization }) => authorization === `Bearer ${token}` });
    const { url, asked } = await tokens();
    const oauth = {
      CAMUNDA_AUTH_STRATEGY: 'OAUTH', ZEEBE_CLIENT_ID: 'gbc', ZEEBE_CLIENT_SECRET: 'a-secret-for-tests', CAMUNDA_OAUTH_URL: url, ZEEBE_TOKEN_AUDIENCE: 'zeebe', CAMUNDA_TOKEN_DISK_CACHE_DISABLE: 'true',
    };
    assert.equal(await probed(`127.0.0.1:${gateway.port}`, oauth), 'OK');
    assert.deepEqual([[...gateway.seen], gateway.refused()], [[`Bearer ${token}`], 0]);
    assert.equal(asked.length, 1);
    assert.equal(new URLSearchParams(asked[0]).get('audience'), 'zeebe');
  });

  test('by OAuth with a wrong secret nothing gets through, and the engine counts as away', async () => {
    const gateway = await guard({ lets: ({ authorization }) => authorization === `Bearer ${token}` });
    const { url } = await tokens();
    const oauth = { CAMUNDA_AUTH_STRATEGY: 'OAUTH', ZEEBE_CLIENT_ID: 'gbc', ZEEBE_CLIENT_SECRET: 'wrong', CAMUNDA_OAUTH_URL: url, ZEEBE_TOKEN_AUDIENCE: 'zeebe', CAMUNDA_TOKEN_DISK_CACHE_DISABLE: 'true' };
    assert.notEqual(await probed(`127.0.0.1:${gateway.port}`, oauth), 'OK');
    assert.ok(![...gateway.seen].includes(`Bearer ${token}`));
  });

  test('by name and password', async () => {
    const basic = `Basic ${Buffer.from('gbc:a-password-for-tests').toString('base64')}`;
    const gateway = await guard({ lets: ({ authorization }) => authorization === basic });
    assert.equal(await probed(`127.0.0.1:${gateway.port}`, { CAMUNDA_AUTH_STRATEGY: 'BASIC', CAMUNDA_BASIC_AUTH_USERNAME: 'gbc', CAMUNDA_BASIC_AUTH_PASSWORD: 'a-password-for-tests' }), 'OK');
    assert.deepEqual([[...gateway.seen], gateway.refused()], [[basic], 0]);
  });

  test('by a token that was given out before', async () => {
    const gateway = await guard({ lets: ({ authorization }) => authorization === 'Bearer given-before' });
    assert.equal(await probed(`127.0.0.1:${gateway.port}`, { CAMUNDA_AUTH_STRATEGY: 'BEARER', CAMUNDA_OAUTH_TOKEN: 'given-before' }), 'OK');
    assert.equal(gateway.refused(), 0);
  });

  test('without what the gateway asks for: refused, and told as out of reach', async () => {
    const gateway = await guard({ lets: () => false });
    assert.equal(await probed(`127.0.0.1:${gateway.port}`, {}), 'UNAVAILABLE');
  });
});
