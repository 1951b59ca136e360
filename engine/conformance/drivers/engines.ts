import { startRealZeebe } from '@gbc/engine/behaviour';
import { EmbeddedDriver } from './embedded-driver.ts';
import { ZeebeDriver } from './zeebe-driver.ts';

/** Both engines, started for a comparison. */
export interface Engines {
  readonly zeebe: ZeebeDriver;
  readonly ours: EmbeddedDriver;
  close(): Promise<void>;
}

/** Starts both engines; ours on a new database of the test server. Says why where the machine can't run the real one. */
export async function openEngines(): Promise<Engines | { readonly skipped: string }> {
  const real = await startRealZeebe();
  if ('skipped' in real) return real;
  const zeebe = new ZeebeDriver(real);
  const ours = await EmbeddedDriver.open();
  return {
    zeebe,
    ours,
    async close() {
      await zeebe.close();
      await real.stop();
      await ours.close();
    },
  };
}
