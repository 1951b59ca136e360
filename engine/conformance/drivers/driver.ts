import type { GatewayClient } from '../gateway-client.ts';

/** What went on inside, told by Zeebe's records and by our process events alike. */
export type Happening = {
  readonly processId: string;
  readonly processInstanceKey: string;
  readonly elementId: string;
  readonly elementInstanceKey: string;
} & (
  | { readonly kind: 'entered' | 'completed' | 'terminated'; readonly isProcess: boolean }
  | { readonly kind: 'raised'; readonly incidentKey: string; readonly errorType: string }
  | { readonly kind: 'resolved'; readonly incidentKey: string }
  | { readonly kind: 'taskOpened' | 'taskAssigned' | 'taskCompleted' | 'taskCancelled'; readonly taskKey: string; readonly task: unknown }
);

/** An engine under comparison: its gRPC gateway, and what a client can't have. */
export interface Driver {
  readonly client: GatewayClient;
  /** Waits until nothing moves. */
  settle(): Promise<void>;
  /** Moves the clock on at once, over everything that falls due in between, and waits until nothing moves. */
  advance(ms: number): Promise<void>;
  /** What happened since this was last asked. */
  happenings(): Promise<Happening[]>;
  /** What the engine failed of by itself, an exception that is no answer, since this was last asked; empty where of nothing. */
  failure(): string;
  /** These have no call in the gRPC protocol, or none that the test engine answers. They answer `OK` or a gRPC status. */
  completeUserTask(taskKey: string, variables: Readonly<Record<string, unknown>>): Promise<string>;
  assignUserTask(taskKey: string, assignee: string): Promise<string>;
  deleteResource(resourceKey: string): Promise<string>;
  close(): Promise<void>;
}
