import { ownMappings } from '../index.ts';
import { openCsv } from './csv-under-test.ts';
import { custodianBankBehaviour } from './custodian-bank.behaviour.ts';

custodianBankBehaviour('CSV in UTF-8', () => openCsv(ownMappings.utf8));
custodianBankBehaviour('CSV in GB18030', () => openCsv(ownMappings.gb18030));
