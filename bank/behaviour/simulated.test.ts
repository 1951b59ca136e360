import { custodianBankBehaviour } from './custodian-bank.behaviour.ts';
import { openSimulatedJson } from './simulated-under-test.ts';

custodianBankBehaviour('the simulated bank’s own interface', openSimulatedJson);
