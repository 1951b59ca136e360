import {
  escalationsBehaviour, eventGatewayBehaviour, eventSubProcessesBehaviour, linksBehaviour, messagesBehaviour, signalsBehaviour, startEventsBehaviour,
} from '@gbc/engine/behaviour';
import { onOwnDatabases } from './testing/own-databases.ts';

const open = onOwnDatabases();

messagesBehaviour(open);
signalsBehaviour(open);
eventGatewayBehaviour(open);
linksBehaviour(open);
escalationsBehaviour(open);
eventSubProcessesBehaviour(open);
startEventsBehaviour(open);
