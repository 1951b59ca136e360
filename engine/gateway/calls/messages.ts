import { parseVariables } from '../json.ts';
import { defaultTenantId } from '../protocol.ts';
import { unary } from './call.ts';

interface PublishMessageRequest {
  readonly name: string;
  readonly correlationKey: string;
  readonly timeToLive: string;
  readonly messageId: string;
  readonly variables: string;
}

/** Messages and signals. */
export const messageCalls = {
  PublishMessage: unary('PUBLISH', async ({ engine }, { name, correlationKey, timeToLive, messageId, variables }: PublishMessageRequest) => {
    const { messageKey } = await engine.publishMessage({ name, correlationKey, timeToLiveMs: Number(timeToLive), messageId, variables: parseVariables(variables) });
    return { key: messageKey, tenantId: defaultTenantId };
  }),

  BroadcastSignal: unary('BROADCAST', async ({ engine }, { signalName, variables }: { signalName: string; variables: string }) => {
    const { signalKey } = await engine.broadcastSignal(signalName, parseVariables(variables));
    return { key: signalKey, tenantId: defaultTenantId };
  }),
};
