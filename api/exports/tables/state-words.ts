import type { ApplicationState } from '@gbc/applications';
import type { Deposit, Payment } from '@gbc/bank';
import type { PeriodLine, Transfer, TransferState } from '@gbc/ledger';
import { words, type Words } from '../sheet.ts';

export const transferKinds: Readonly<Record<Transfer['kind'], Words>> = {
  mint: words('生成凭证', 'Mint'),
  payout: words('划拨', 'Payment'),
  setAside: words('提取运行经费', 'Set aside'),
  correction: words('更正退回', 'Correction'),
  burn: words('兑付注销', 'Redemption'),
};

export const transferStates: Readonly<Record<TransferState, Words>> = {
  pending: words('占用中', 'Held'),
  posted: words('已入账', 'Posted'),
  voided: words('已解除', 'Released'),
  expired: words('已到期', 'Expired'),
};

export const applicationStates: Readonly<Record<ApplicationState, Words>> = {
  draft: words('草稿', 'Draft'),
  validating: words('校验中', 'Checking'),
  correcting: words('待补正', 'To be corrected'),
  reviewing: words('待审核', 'Under review'),
  consulting: words('征求意见', 'Opinion asked'),
  supplementing: words('待补充材料', 'More material asked'),
  approvingPayout: words('待付款审批', 'Payout to be approved'),
  transferring: words('划拨中', 'Transferring'),
  confirming: words('待确认', 'Receipt to be confirmed'),
  disputed: words('争议中', 'Disputed'),
  receivingOrder: words('待受理兑付', 'Order to be received'),
  paying: words('银行付款中', 'With the bank'),
  checkingPayment: words('待核实付款', 'Payment to be checked'),
  approvingCorrection: words('待复核更正', 'Correction to be confirmed'),
  corrected: words('已更正', 'Corrected'),
  rejected: words('未同意', 'Not agreed'),
  completed: words('已完成', 'Completed'),
  terminated: words('已终止', 'Ended'),
};

export const depositStates: Readonly<Record<Deposit['state'], Words>> = {
  received: words('已到账', 'Received'),
  matched: words('已匹配', 'Matched'),
  minted: words('已生成凭证', 'Minted'),
  parked: words('挂账待查', 'Parked'),
};

export const paymentStates: Readonly<Record<Payment['state'], Words>> = {
  waiting: words('待银行答复', 'Waiting for the bank'),
  paid: words('已付款', 'Paid'),
  refused: words('银行拒付', 'Refused by the bank'),
};

export const lineKinds: Readonly<Record<PeriodLine['kind'], Words>> = {
  custody: words('托管（发行对方）', 'Custody (contra account)'),
  holding: words('专项资金', 'Earmarked funds'),
  operating: words('运行经费', 'Operating costs'),
  appropriation: words('预算指标', 'Appropriation'),
  contract: words('合同', 'Contract'),
  invoice: words('发票', 'Invoice'),
};
