import { createHash } from 'node:crypto';
import {
  allocatingRole, allocatingRoles, listAllocationFiles, readAllocationFile, readAllocationLines, submitAllocations, uploadAllocations, type AllocationFile, type AllocationLine,
} from '@gbc/applications';
import type { SignedIn } from '@gbc/identity';
import { linesMax, refusedLinesFile, templateOf, toFileRows } from '../allocation/allocation-table.ts';
import { readTable } from '../allocation/read-table.ts';
import type { Handlers, Language } from '../call.ts';
import { sentence } from '../messages.ts';
import type { ApiParts } from '../parts.ts';
import { ApiError } from '../problem.ts';
import { Uuid } from '../schemas/values.ts';

type Ids = 'listAllocationFiles' | 'uploadAllocationFile' | 'getAllocationFile' | 'listAllocationLines' | 'submitAllocationFile' | 'getRefusedLines' | 'getAllocationTemplate';

const mediaTypes = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' } as const;

/** Throws `allocation.notFound` for what is no id. */
function fileIdOf(params: Readonly<Record<string, string>>): string {
  const id = Uuid.safeParse(params['fileId']);
  if (!id.success) throw new ApiError('allocation.notFound');
  return id.data;
}

/** A file's name as a browser sends it: its bytes are UTF-8, read as latin1. */
const nameOf = (name: string) => Buffer.from(name, 'latin1').toString('utf8').replaceAll(/[\\/\p{Cc}]/gu, '_').slice(0, 200);

function fileView({ totals, uploadedBy: _, uploadedAt, submittedAt, finishedAt, ...file }: AllocationFile) {
  const total = ({ count, amountFen }: AllocationFile['totals']['ready']) => ({ count, amountFen: Number(amountFen) });
  return {
    ...file, uploadedAt: uploadedAt.toISOString(), submittedAt: submittedAt?.toISOString() ?? null, finishedAt: finishedAt?.toISOString() ?? null,
    ready: total(totals.ready), refused: total(totals.refused), submitted: total(totals.submitted),
  };
}

function lineView({ cells, amountFen, findings, rowNo, state, organisationId, applicationId }: AllocationLine, language: Language) {
  return {
    rowNo, state, organisationId, applicationId, ...cells, amountFen: amountFen === null ? null : Number(amountFen),
    findings: findings.map(({ column, code, params }) => ({ column, code, message: sentence(language, 'field', code, params) })),
  };
}

export function allocationHandlers({ database, env, allocator, stream }: ApiParts): Handlers<Ids> {
  const { read } = database;

  /** Files are the payer's own: what they led to is open to everybody as applications. Throws `allocation.notFound`, `allocation.notAllowed`. */
  async function ownFile(by: SignedIn, params: Readonly<Record<string, string>>): Promise<AllocationFile> {
    const file = await readAllocationFile(read, fileIdOf(params));
    allocatingRole(by, file.payerOrganisationId);
    return file;
  }

  return {
    listAllocationFiles: {
      async answer({ by }) {
        const payers = by.memberships.filter(({ role }) => allocatingRoles.includes(role)).map(({ organisationId }) => organisationId);
        return { items: (await listAllocationFiles(read, payers)).map(fileView) };
      },
    },
    uploadAllocationFile: {
      async run(tx, { by, body, request, language }) {
        const { file } = request;
        if (!file) throw new ApiError('request.invalid', {}, [{ field: 'file', code: 'form.required' }]);
        allocatingRole(by, body.payerOrganisationId);
        const rows = toFileRows(await readTable(file.buffer), language);
        const fileHash = createHash('sha256').update(file.buffer).digest('hex');
        return { fileId: await uploadAllocations(tx, env, by, { ...body, name: nameOf(file.originalname), fileHash, rows }) };
      },
      answer: async (_, { fileId = '' }) => fileView(await readAllocationFile(read, fileId)),
    },
    getAllocationFile: { answer: async ({ by, params }) => fileView(await ownFile(by, params)) },
    listAllocationLines: {
      async answer({ by, params, query, language }) {
        const { fileId } = await ownFile(by, params);
        const lines = await readAllocationLines(read, fileId, { ...query, limit: query.limit + 1 });
        const items = lines.slice(0, query.limit);
        return { items: items.map((line) => lineView(line, language)), nextRow: lines.length > query.limit ? (items.at(-1)?.rowNo ?? null) : null };
      },
    },
    submitAllocationFile: {
      async run(tx, { by, params, body }) {
        await submitAllocations(tx, env, by, fileIdOf(params), body.isAllOrNone);
        return {};
      },
      async answer({ by, params }) {
        void allocator.flush();
        const file = await ownFile(by, params);
        stream.publish('allocations', file.fileId);
        return fileView(file);
      },
    },
    getRefusedLines: {
      async answer({ by, params, language }) {
        const { fileId, name } = await ownFile(by, params);
        const lines = await readAllocationLines(read, fileId, { state: 'refused', afterRow: 0, limit: linesMax });
        return { mediaType: mediaTypes.csv, fileName: `${name.replace(/\.[^.]*$/, '')}-refused.csv`, body: refusedLinesFile(lines, language) };
      },
    },
    getAllocationTemplate: {
      answer: async ({ query: { format }, language }) => ({ mediaType: mediaTypes[format], fileName: `allocations.${format}`, body: await templateOf(format, language) }),
    },
  };
}
