import { custodianBankBehaviour } from './custodian-bank.behaviour.ts';
import { openIsoHttp } from './simulated-under-test.ts';

custodianBankBehaviour('ISO 20022 over HTTP', openIsoHttp);
