/**
 * The least that any such product does, as a program of its own: takes files in over HTTP, keeps each encrypted and durably, and commits
 * one row a payment. With the product's own libraries, and nothing else of it. Says READY and its port once it answers.
 */
import { createCipheriv, randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { openDatabase } from '@gbc/prisma';
import express from 'express';
import multer from 'multer';

const [databaseUrl = '', folder = ''] = process.argv.slice(2);
const masterKey = randomBytes(32);
mkdirSync(folder, { recursive: true });
const database = openDatabase(databaseUrl);
await database.write('create table intake (id uuid primary key, document_ids uuid[] not null)');

function encrypt(bytes: Uint8Array): Buffer {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', masterKey, nonce);
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

async function keep(id: string, bytes: Uint8Array): Promise<void> {
  const file = await open(join(folder, id), 'w');
  await file.writeFile(bytes);
  await file.sync();
  await file.close();
  const names = await open(folder);
  await names.sync();
  await names.close();
}

const app = express();
app.post('/documents', multer().single('file'), async (request, response) => {
  const id = randomUUID();
  await keep(id, encrypt(request.file?.buffer ?? Buffer.alloc(0)));
  response.status(201).json({ documentId: id });
});
app.post('/payments', express.json(), async (request, response) => {
  const id = randomUUID();
  const { documentIds } = request.body as { documentIds: string[] };
  await database.transaction((tx) => tx.query('insert into intake (id, document_ids) values ($1, $2)', [id, documentIds]));
  response.status(201).json({ id });
});
const server = app.listen(0, '127.0.0.1', () => console.log(`READY ${(server.address() as AddressInfo).port}`));
