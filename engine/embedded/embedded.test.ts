import {
  bindingsBehaviour, callActivitiesBehaviour, decisionsBehaviour, deploymentBehaviour, errorsBehaviour, inclusiveGatewayBehaviour, jobsBehaviour, listenersBehaviour, multiInstanceBehaviour,
  scriptBehaviour, timersBehaviour, tokensBehaviour, userTasksBehaviour, variablesBehaviour,
} from '@gbc/engine/behaviour';
import { onOwnDatabases } from './testing/own-databases.ts';

const open = onOwnDatabases();

deploymentBehaviour(open);
tokensBehaviour(open);
variablesBehaviour(open);
userTasksBehaviour(open);
jobsBehaviour(open);
timersBehaviour(open);
errorsBehaviour(open);
decisionsBehaviour(open);
callActivitiesBehaviour(open);
multiInstanceBehaviour(open);
inclusiveGatewayBehaviour(open);
scriptBehaviour(open);
listenersBehaviour(open);
bindingsBehaviour(open);
