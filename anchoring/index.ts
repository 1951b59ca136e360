export { AnchoringError, type AnchoringErrorCode } from './anchoring-error.ts';
export { Anchorer, type AnchorOptions, type AnchorStatus } from './chain/anchorer.ts';
export { Log, type LogHead, type LogOptions, type LogStatus } from './log/log.ts';
export { generateLogKey } from './log/log-key.ts';
export type { Prover } from './log/proofs.ts';
export type { Logger } from './logger.ts';
export { Packets, type PacketOptions } from './packets/packets.ts';
export { readProofStates, type ProofState } from './receipts/proof-state.ts';
export { Receipts } from './receipts/receipts.ts';
