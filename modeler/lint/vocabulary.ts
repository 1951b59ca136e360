/** The words that models and our other rooms share. A model that uses another one would wait for a worker or a person that does not exist. */

export const JOB_TYPES = [
  'validate-documents',
  'hold-payout',
  'transfer-tokens',
  'void-payout',
  'set-aside-operating',
  'correct-transfer',
  'match-deposit',
  'mint-tokens',
  'hold-redemption',
  'void-redemption',
  'burn-tokens',
  'instruct-bank',
  'notify',
  'anchor-state',
] as const;

export const ROLES = [
  'project-manager',
  'specialist',
  'finance-supervisor',
  'supplier',
  'individual',
  'bank-operator',
  'regulator',
  'process-admin',
  'supervisor',
  'platform-admin',
] as const;
