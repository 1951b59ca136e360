import { custodianBankBehaviour } from './custodian-bank.behaviour.ts';
import { openIsoFiles } from './simulated-under-test.ts';

custodianBankBehaviour('ISO 20022 in files', openIsoFiles);
