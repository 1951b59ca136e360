/**
 * `npm run contract -- COMMAND --rpc URL ...`: what a person does with a registry on any EVM chain. The key of the file pays and signs.
 * - `deploy --origin O --key-file F [--regulator A] [--anchor-key A]` deploys one (the key is made when missing), offers the right to
 *   anchor to `--anchor-key`, and prints the address: give it to the product as LOG_CONTRACT
 * - `show --contract C` tells origin, head, keys and whether it is halted
 * - `offer --contract C --key-file F --to A`, then `accept --contract C --key-file F` by the other: hands over the right to anchor
 * - `pause` and `unpause --contract C --key-file F`: the regulator's, and nobody else's
 * Exit code 1 where the chain refuses or the key can't pay, 2 for a wrong call.
 */
import { parseArgs } from 'node:util';
import { openJsonRpc } from '@gbc/anchoring-verifier';
import { systemEnvironment } from '@gbc/events';
import { getAddress } from 'ethers/address';
import { EvmNode } from '../chain/evm-node.ts';
import { callData, readHead, readOwnership, readRegulation, type RegistryCall } from '../chain/registry.ts';
import { loadSendingKey } from '../chain/sending-key.ts';
import { deployRegistry, transact } from './deploy.ts';

const usage = `usage: npm run contract -- deploy --rpc URL --origin ORIGIN --key-file FILE [--regulator ADDRESS] [--anchor-key ADDRESS]
                            show --rpc URL --contract ADDRESS
                            offer --rpc URL --contract ADDRESS --key-file FILE --to ADDRESS
                            accept | pause | unpause --rpc URL --contract ADDRESS --key-file FILE`;

class UsageError extends Error {}

const text = { type: 'string' } as const;

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: { rpc: text, origin: text, 'key-file': text, regulator: text, 'anchor-key': text, contract: text, to: text },
    });
    const need = (name: keyof typeof values): string => values[name] ?? fail();
    const [command, ...rest] = positionals;
    if (rest.length > 0) fail();
    return { command, values, need };
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError(usage, { cause: error });
  }
}

function fail(): never {
  throw new UsageError(usage);
}

async function show(node: EvmNode, contract: string): Promise<string> {
  const [head, ownership, regulation] = await Promise.all([readHead(node, contract), readOwnership(node, contract), readRegulation(node, contract)]);
  return JSON.stringify({ contract, ...head, ...ownership, ...regulation }, null, 2);
}

async function run(): Promise<string> {
  const { command, values, need } = readArguments();
  const rpc = need('rpc');
  const node = new EvmNode(openJsonRpc(rpc));
  const send = async (call: RegistryCall) => {
    const contract = getAddress(need('contract'));
    await transact(node, await loadSendingKey(systemEnvironment, need('key-file')), { to: contract, data: callData(call) });
    return show(node, contract);
  };
  switch (command) {
    case 'deploy':
      return deployRegistry({ rpc, origin: need('origin'), keyFile: need('key-file'), regulator: values.regulator, anchorKey: values['anchor-key'] });
    case 'show':
      return show(node, getAddress(need('contract')));
    case 'offer':
      return send({ name: 'offerAnchorKey', to: getAddress(need('to')) });
    case 'accept':
      return send({ name: 'acceptAnchorKey' });
    case 'pause':
    case 'unpause':
      return send({ name: command });
    default:
      return fail();
  }
}

try {
  process.stdout.write(`${await run()}\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
