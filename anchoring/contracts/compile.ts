/**
 * `node anchoring/contracts/compile.ts`: compiles LogRegistry.sol and writes LogRegistry.json beside it. The artefact is
 * committed, so that a start needs no compiler; a test compiles again and compares.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import solc from 'solc';

const name = 'LogRegistry';

/** ABI and bytecode as JSON text; the same for the same source and compiler, whatever the machine. */
export function compileRegistry(): string {
  const input = {
    language: 'Solidity',
    sources: { [`${name}.sol`]: { content: readFileSync(join(import.meta.dirname, `${name}.sol`), 'utf8') } },
    settings: {
      // Paris has no opcode that an older chain of an alliance could lack.
      evmVersion: 'paris',
      optimizer: { enabled: true, runs: 1_000_000 },
      // No metadata hash at the end of the bytecode: comments and paths would change it.
      metadata: { appendCBOR: false, bytecodeHash: 'none' },
      outputSelection: { '*': { [name]: ['abi', 'evm.bytecode.object', 'evm.deployedBytecode.object'] } },
    },
  };
  const output = JSON.parse(String(solc.compile(JSON.stringify(input)))) as SolcOutput;
  const messages = output.errors ?? [];
  if (messages.length > 0) throw new Error(messages.map(({ formattedMessage }) => formattedMessage).join('\n'));
  const contract = output.contracts[`${name}.sol`]?.[name];
  if (!contract) throw new Error(`${name}.sol has no contract ${name}`);
  const { abi, evm } = contract;
  const artefact = { contract: name, compiler: String(solc.version()), bytecode: `0x${evm.bytecode.object}`, deployedSizeBytes: evm.deployedBytecode.object.length / 2, abi };
  return `${JSON.stringify(artefact, null, 2)}\n`;
}

interface SolcOutput {
  readonly errors?: readonly { readonly formattedMessage: string }[];
  readonly contracts: Record<string, Record<string, { abi: unknown; evm: { bytecode: { object: string }; deployedBytecode: { object: string } } }>>;
}

if (process.argv[1] === import.meta.filename) writeFileSync(join(import.meta.dirname, `${name}.json`), compileRegistry());
