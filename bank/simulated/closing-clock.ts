import { chinaDay } from '../messages/china-day.ts';
import type { BankBooks } from './bank-books.ts';

const checkMs = 30_000;

/** Closes the books once a day, and at once where they were never closed: from then on the account has a balance to speak of. */
export async function openClosingClock({ statements, deposits, payments }: BankBooks, now: () => Date): Promise<{ stop(): void }> {
  async function look(): Promise<void> {
    const last = statements.statements(deposits, payments).at(-1);
    if (!last || chinaDay(new Date(last.throughMs)) !== chinaDay(now())) await statements.closeBooks(deposits, payments, now());
  }
  await look();
  const timer = setInterval(() => void look().catch((error: unknown) => console.error(error)), checkMs);
  return { stop: () => clearInterval(timer) };
}
