import { proveReserve, type ReserveParts } from '@gbc/bank';
import { readReserveProof } from '@gbc/ledger';

export interface ReserveClockOptions extends ReserveParts {
  readonly onError: (error: unknown) => void;
  readonly checkMs?: number;
}

export interface ReserveClock {
  start(): void;
  stop(): Promise<void>;
}

/** A day of the books, in China's time. */
const dayOf = (at: Date) => at.toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' });

/** Proves the reserve once a day; a bank that can't be reached is asked again at the next look. */
export function createReserveClock({ onError, checkMs = 60_000, ...parts }: ReserveClockOptions): ReserveClock {
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;

  async function look(): Promise<void> {
    const last = await readReserveProof(parts.database.read);
    if (last && dayOf(last.provedAt) === dayOf(parts.env.now())) return;
    await proveReserve(parts);
  }

  return {
    start() {
      timer = setInterval(() => {
        running ??= look().catch(onError).finally(() => (running = undefined));
      }, checkMs);
    },
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
