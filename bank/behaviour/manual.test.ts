import { custodianBankBehaviour } from './custodian-bank.behaviour.ts';
import { openManual } from './manual-under-test.ts';

custodianBankBehaviour('papers that two persons read', openManual);
