import { makeEInvoice, makePdf } from '@gbc/documents/testing';
import type { Upload } from './client.ts';

/** What a walk is about: one deposit and one application of a supplier, the same for the same number. Amounts are fen. */
export interface Matter {
  readonly deposit: { readonly depositId: string; readonly reference: string; readonly amountFen: number; readonly valueDate: string };
  readonly departmentAllocation: Allocation;
  readonly streetAllocation: Allocation;
  readonly subsidy: Allocation & { readonly statement: Upload };
  readonly title: string;
  /** As first entered: too vague for the specialist. */
  readonly vagueForm: StreetForm;
  /** As the specialist asked for it. */
  readonly preciseForm: StreetForm;
  readonly files: readonly Upload[];
  /** What is added after the rejection. */
  readonly supplement: Upload;
}

/** What somebody asks a tier for. */
export interface Allocation {
  readonly processId: 'district-approval' | 'department-approval' | 'street-approval';
  readonly payerOrganisationId: string;
  readonly applicantOrganisationId: string;
  readonly form: StreetForm;
}

interface StreetForm extends Record<string, unknown> {
  readonly amountFen: number;
}

export interface Party {
  readonly creditCode: string;
  readonly nameZh: string;
}

const projectId = 'HK-2026-001';
const amountFen = 109_000_00;

const pdf = (kind: Upload['kind'], name: string, ...lines: string[]): Upload => ({ kind, name, mediaType: 'application/pdf', bytes: makePdf(...lines) });

/** A day of November 2026 and after; every deposit has its own, by which its advice is told from others. */
const dayAfter = (days: number) => new Date(Date.UTC(2026, 10, 1 + days)).toISOString().slice(0, 10);

/** The matter of the walk with this number, between two organisations as they are registered. */
export function makeMatter(number: number, payer: Party, payee: Party): Matter {
  const digits = String(number).padStart(4, '0');
  const title = `滨江步道路面整治进度款（演示 ${digits}）`;
  const contractNumber = `HT-2026-${digits}`;
  const invoiceNumber = `26312000${digits.padStart(12, '0')}`;
  const form = (purpose: string): StreetForm => ({
    proposal: { title, purpose, projectId },
    contract: { number: contractNumber, amountFen: 500_000_00, signedOn: '2026-03-01' },
    invoice: { number: invoiceNumber, amountFen, issuedOn: '2026-10-15' },
    amountFen,
  });
  const ask = (name: string, purpose: string, amount: number): StreetForm => ({ proposal: { title: name, purpose, projectId }, amountFen: amount });
  const eInvoice = makeEInvoice({
    number: invoiceNumber,
    seller: { creditCode: payee.creditCode, name: payee.nameZh },
    buyer: { creditCode: payer.creditCode, name: payer.nameZh },
    lines: [
      { name: '*建筑服务*道路整治工程进度款', amountFen: 60_000_00n, taxFen: 5_400_00n },
      { name: '*建筑服务*排水管网改造进度款', amountFen: 40_000_00n, taxFen: 3_600_00n },
    ],
    issuedOn: '2026-10-15',
  });
  return {
    deposit: { depositId: `DEMO-${digits}`, reference: projectId, amountFen: 1_000_000_00, valueDate: dayAfter(number) },
    departmentAllocation: {
      processId: 'district-approval', payerOrganisationId: 'hongkou', applicantOrganisationId: 'jianwei',
      form: ask(`滨江步道整治用款（演示 ${digits}）`, '北外滩滨江步道整治工程进度款。', 500_000_00),
    },
    streetAllocation: {
      processId: 'department-approval', payerOrganisationId: 'jianwei', applicantOrganisationId: 'beiwaitan',
      form: ask(`北外滩街道段整治用款（演示 ${digits}）`, '北外滩街道段路面整治与沿街住户补贴。', 300_000_00),
    },
    subsidy: {
      processId: 'street-approval', payerOrganisationId: 'beiwaitan', applicantOrganisationId: 'resident-0001',
      form: ask(`沿街住户施工影响补贴（演示 ${digits}）`, '施工期间老人就医绕行，申请交通与临时过渡补贴。', 800_00),
      statement: pdf('statement', '情况说明.pdf', `Statement ${digits}`, 'Way to the hospital during the works'),
    },
    title,
    vagueForm: form('用于道路整治工程进度款。'),
    preciseForm: form('东大名路（公平路至高阳路）路面铣刨加铺 4,200 平方米、排水管网改造 310 米，监理已签认的第二期进度款。'),
    files: [
      pdf('proposal', '建议书.pdf', `Proposal ${digits}`, 'Road works on Dongdaming Road, second progress payment'),
      pdf('contract', '施工合同.pdf', `Contract ${contractNumber}`, 'Contract amount CNY 500,000.00'),
      pdf('invoice', '发票.pdf', `Invoice ${invoiceNumber}`, 'Total with tax CNY 109,000.00'),
      { kind: 'eInvoice', name: '数电发票.xml', mediaType: 'application/xml', bytes: Buffer.from(eInvoice) },
    ],
    supplement: pdf('supplement', '工程量确认单.pdf', `Quantities of ${contractNumber}`, 'Milling and paving 4,200 m2, drains 310 m'),
  };
}
