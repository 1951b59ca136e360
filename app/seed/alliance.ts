import type { Project } from '@gbc/applications';
import { makeCreditCode, makeOrganisationCode } from '@gbc/documents';
import type { NewOrganisation, OrganisationKind, Role } from '@gbc/identity';

/**
 * The alliance of the demonstration: Hongkou district, two of its departments, three street offices on and around the
 * North Bund, suppliers, bank and regulator. Names of firms and people are made up; credit codes are valid by GB 32100.
 */

/** Registrar and category: 11 for an office of the state (机构编制), 91 for a firm (工商). Region 310109 is Hongkou. */
const office = (first8: string) => makeCreditCode(`11310109${makeOrganisationCode(first8)}`);
const firm = (first8: string) => makeCreditCode(`91310109${makeOrganisationCode(first8)}`);

const organisation = (organisationId: string, kind: OrganisationKind, nameZh: string, nameEn: string, creditCode: string, parentId: string | null = null): NewOrganisation => ({
  organisationId, kind, nameZh, nameEn, creditCode, parentId,
});

export const organisations: readonly NewOrganisation[] = [
  organisation('hongkou', 'district', '虹口区人民政府', 'Hongkou District Government', office('00245000')),
  organisation('jianwei', 'department', '虹口区建设和管理委员会', 'Hongkou Construction Commission', office('00245001'), 'hongkou'),
  organisation('fangguan', 'department', '虹口区住房保障和房屋管理局', 'Hongkou Housing Bureau', office('00245002'), 'hongkou'),
  organisation('beiwaitan', 'street', '北外滩街道办事处', 'North Bund Sub-district Office', office('00245100'), 'jianwei'),
  organisation('jiaxing', 'street', '嘉兴路街道办事处', 'Jiaxing Road Sub-district Office', office('00245101'), 'jianwei'),
  organisation('sichuanbei', 'street', '四川北路街道办事处', 'Sichuan North Road Sub-district Office', office('00245102'), 'fangguan'),
  organisation('pujiang', 'firm', '上海示例浦江市政建设有限公司', 'Pujiang Municipal Works (sample)', firm('MA1G5K2P')),
  organisation('huangpu', 'firm', '上海示例黄浦江排水工程有限公司', 'Huangpu Drainage (sample)', firm('MA1G5K3Q')),
  organisation('yangtze', 'firm', '上海示例长江房屋修缮有限公司', 'Yangtze Building Repair (sample)', firm('MA1G5K4T')),
  organisation('resident-0001', 'individual', '居民 R-0001', 'Resident R-0001', 'R-310109-0001', 'beiwaitan'),
  organisation('custodian', 'bank', '示例托管银行虹口支行', 'Sample Custodian Bank, Hongkou', firm('MA1G5K5W')),
  organisation('jiwei', 'regulator', '虹口区纪委监委', 'Hongkou Discipline Inspection and Supervision', office('00245003')),
  organisation('platform', 'operator', '示例平台运营有限公司', 'Platform Operator (sample)', firm('MA1G5K6X')),
];

const project = (projectId: string, category: Project['category'], budgetLine: string, nameZh: string, nameEn: string): Project => ({ projectId, category, budgetLine, nameZh, nameEn });

/** Of the kinds that the district's plan of 2020 names; budget lines are 7-digit functional classes. */
export const projects: readonly Project[] = [
  project('HK-2026-001', 'infrastructure', '2120303', '北外滩滨江步道及道路整治', 'North Bund riverside walk and road works'),
  project('HK-2026-002', 'infrastructure', '2120303', '唐山路雨污分流改造', 'Tangshan Road storm and sewage separation'),
  project('HK-2026-003', 'housing', '2210103', '旧住房综合修缮', 'Repair of old housing'),
  project('HK-2026-004', 'publicService', '2081006', '社区综合为老服务中心', 'Community centre for the elderly'),
  project('HK-2026-005', 'commercial', '2120399', '北外滩商办楼宇公共配套', 'Public works for North Bund office buildings'),
];

const yuan = (amount: number) => BigInt(amount) * 100n;

/** Who may pay out how much for a project: the budget as the people's congress of the district has passed it. */
export const appropriations: readonly { readonly organisationId: string; readonly projectId: string; readonly limitFen: bigint }[] = [
  { organisationId: 'hongkou', projectId: 'HK-2026-001', limitFen: yuan(60_000_000) },
  { organisationId: 'jianwei', projectId: 'HK-2026-001', limitFen: yuan(30_000_000) },
  { organisationId: 'beiwaitan', projectId: 'HK-2026-001', limitFen: yuan(8_000_000) },
  { organisationId: 'jiaxing', projectId: 'HK-2026-001', limitFen: yuan(3_000_000) },
  { organisationId: 'hongkou', projectId: 'HK-2026-002', limitFen: yuan(25_000_000) },
  { organisationId: 'jianwei', projectId: 'HK-2026-002', limitFen: yuan(12_000_000) },
  { organisationId: 'jiaxing', projectId: 'HK-2026-002', limitFen: yuan(5_000_000) },
  { organisationId: 'hongkou', projectId: 'HK-2026-003', limitFen: yuan(40_000_000) },
  { organisationId: 'fangguan', projectId: 'HK-2026-003', limitFen: yuan(20_000_000) },
  { organisationId: 'sichuanbei', projectId: 'HK-2026-003', limitFen: yuan(6_000_000) },
  { organisationId: 'hongkou', projectId: 'HK-2026-004', limitFen: yuan(10_000_000) },
  { organisationId: 'hongkou', projectId: 'HK-2026-005', limitFen: yuan(15_000_000) },
];

export interface SeedPerson {
  readonly login: string;
  readonly name: string;
  readonly organisationId: string;
  readonly role: Role;
}

const staff: readonly [organisationId: string, role: Role, ...names: string[]][] = [
  ['hongkou', 'project-manager', '周敏'],
  ['hongkou', 'specialist', '沈立', '顾芳'],
  ['hongkou', 'finance-supervisor', '陆建国', '钱惠'],
  ['hongkou', 'process-admin', '方正', '程悦'],
  ['hongkou', 'supervisor', '何静'],
  ['jianwei', 'project-manager', '吴海'],
  ['jianwei', 'specialist', '郑欣', '王磊'],
  ['jianwei', 'finance-supervisor', '冯雪', '陈刚'],
  ['jianwei', 'supervisor', '褚亮'],
  ['fangguan', 'project-manager', '卫东'],
  ['fangguan', 'specialist', '蒋丽', '韩冰'],
  ['fangguan', 'finance-supervisor', '杨帆', '朱琳'],
  ['beiwaitan', 'project-manager', '秦岚'],
  ['beiwaitan', 'specialist', '许诺', '何晨'],
  ['beiwaitan', 'finance-supervisor', '吕梁', '施雯'],
  ['beiwaitan', 'supervisor', '张弛'],
  ['jiaxing', 'project-manager', '孔令'],
  ['jiaxing', 'specialist', '曹颖', '严明'],
  ['jiaxing', 'finance-supervisor', '华英', '金鑫'],
  ['jiaxing', 'supervisor', '魏来'],
  ['sichuanbei', 'project-manager', '陶然'],
  ['sichuanbei', 'specialist', '姜宁', '戚薇'],
  ['sichuanbei', 'finance-supervisor', '谢安', '邹平'],
  ['pujiang', 'supplier', '喻晓', '柏林'],
  ['huangpu', 'supplier', '水清'],
  ['yangtze', 'supplier', '窦建'],
  // A resident is paid under a pseudonym; the name is the person's own.
  ['resident-0001', 'individual', '林小雨'],
  ['custodian', 'bank-operator', '章程'],
  ['jiwei', 'regulator', '云飞', '苏铭'],
  ['platform', 'platform-admin', '潘越'],
];

/** Two of each deciding role; the second one's login ends in `-2`. */
export const people: readonly SeedPerson[] = staff.flatMap(([organisationId, role, ...names]) =>
  names.map((name, index) => ({ login: `${organisationId}.${role}${index === 0 ? '' : `-${index + 1}`}`, name, organisationId, role })),
);

/** What was paid in and handed down before the first visitor comes: each through its flow, by the people above. */
export const deposits = [
  { depositId: 'HKCZ-2026-0001', projectId: 'HK-2026-001', amountFen: yuan(20_000_000), valueDate: '2026-10-08' },
  { depositId: 'HKCZ-2026-0002', projectId: 'HK-2026-003', amountFen: yuan(8_000_000), valueDate: '2026-10-12' },
] as const;

export interface SeedAllocation {
  readonly processId: 'district-approval' | 'department-approval';
  readonly payer: string;
  readonly applicant: string;
  readonly projectId: string;
  readonly title: string;
  readonly purpose: string;
  readonly amountFen: bigint;
}

export const allocations: readonly SeedAllocation[] = [
  { processId: 'district-approval', payer: 'hongkou', applicant: 'jianwei', projectId: 'HK-2026-001', title: '滨江步道及道路整治 2026 年第四季度用款', purpose: '用于北外滩滨江步道、东大名路沿线道路整治的第四季度工程进度款。', amountFen: yuan(12_000_000) },
  { processId: 'department-approval', payer: 'jianwei', applicant: 'beiwaitan', projectId: 'HK-2026-001', title: '北外滩街道段道路整治用款', purpose: '用于北外滩街道辖区内道路整治、排水管网改造的工程进度款。', amountFen: yuan(5_000_000) },
  { processId: 'district-approval', payer: 'hongkou', applicant: 'fangguan', projectId: 'HK-2026-003', title: '旧住房综合修缮 2026 年第四季度用款', purpose: '用于四川北路街道旧住房综合修缮项目的工程进度款。', amountFen: yuan(6_000_000) },
  { processId: 'department-approval', payer: 'fangguan', applicant: 'sichuanbei', projectId: 'HK-2026-003', title: '四川北路街道旧住房修缮用款', purpose: '用于多伦路周边旧住房屋面及外墙修缮的工程进度款。', amountFen: yuan(3_000_000) },
];
