/** `node anchoring/testing/gas.ts`: measures what anchoring costs and writes contracts/GAS.md; a test measures again and compares. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Contract, ContractFactory, JsonRpcProvider, Wallet, ZeroAddress, hexlify, id } from 'ethers';
import { hashChildren, hashLeaf } from '@gbc/anchoring-verifier';
import artefact from '../contracts/LogRegistry.json' with { type: 'json' };
import { startTestEvmNode } from './anvil.ts';
import { ReferenceTree } from './reference-tree.ts';

export interface AnchorGas {
  readonly treeSize: number;
  /** The earlier size whose proof costs most, of all that there are. */
  readonly firstSize: number;
  /** In its proof. */
  readonly hashes: number;
  readonly gas: number;
}

export interface GasReport {
  readonly deployment: number;
  readonly anchors: readonly AnchorGas[];
  /** `includes` called by a transaction of its own. */
  readonly inclusion: { readonly depth: number; readonly gas: number };
}

const treeSizes = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000];
const inclusionDepth = 14;

/** Work of the contract's consistency check, in about gas: what a hash of the proof costs to bring, and a SHA-256 to make. */
function weigh(firstSize: number, secondSize: number): number {
  const [bringing, hashing] = [700, 300];
  let [first, second] = [firstSize - 1, secondSize - 1];
  while (first % 2 === 1) [first, second] = [(first - 1) / 2, Math.floor(second / 2)];
  let weight = (firstSize & (firstSize - 1)) === 0 ? 0 : bringing;
  while (second > 0) {
    weight += bringing + hashing;
    if (first % 2 === 1 || first === second) {
      weight += hashing;
      while (first % 2 === 0 && first > 0) [first, second] = [first / 2, Math.floor(second / 2)];
    }
    [first, second] = [Math.floor(first / 2), Math.floor(second / 2)];
  }
  return weight;
}

/** The earlier size from which growing to `secondSize` is dearest; each is weighed. */
function dearestStart(secondSize: number): number {
  let [dearest, most] = [0, 0];
  for (let firstSize = 1; firstSize < secondSize; firstSize += 1) {
    const weight = weigh(firstSize, secondSize);
    if (weight > most) [dearest, most] = [firstSize, weight];
  }
  return dearest;
}

/** Hashes made up, each for its place: the contract sees nothing else of a tree. */
const madeUp = (count: number): Uint8Array[] => Array.from({ length: count }, (_, place) => hashLeaf(Buffer.from(`node ${place}`)));

/** Measures on a real EVM node. */
export async function measureGas(): Promise<GasReport> {
  const evm = await startTestEvmNode();
  const provider = new JsonRpcProvider(evm.url, 31_337, { staticNetwork: true, cacheTimeout: -1, pollingInterval: 20 });
  try {
    const owner = new Wallet(`0x${'11'.repeat(32)}`, provider);
    await provider.send('anvil_setBalance', [owner.address, '0x56bc75e2d63100000']);
    const factory = new ContractFactory(artefact.abi, artefact.bytecode, owner);
    const deploy = async () => {
      const deployed = await factory.deploy(id('gbc-union.example/test'), ZeroAddress);
      const receipt = await deployed.deploymentTransaction()?.wait();
      return { registry: new Contract(await deployed.getAddress(), artefact.abi, owner), gas: Number(receipt?.gasUsed) };
    };
    const anchor = async (registry: Contract, size: number, root: Uint8Array, proof: readonly Uint8Array[]): Promise<number> => {
      const transaction = await registry.getFunction('anchor')(size, hexlify(root), proof.map((hash) => hexlify(hash)));
      return Number(((await transaction.wait()) as { gasUsed: bigint }).gasUsed);
    };
    const { registry: first, gas: deployment } = await deploy();

    const anchors: AnchorGas[] = [];
    for (const treeSize of treeSizes) {
      const { registry } = await deploy();
      const firstSize = dearestStart(treeSize);
      const proof = firstSize === 0 ? [] : madeUp(ReferenceTree.consistencyLength(firstSize, treeSize));
      const roots = firstSize === 0 ? { firstRoot: new Uint8Array(32), secondRoot: hashLeaf(Uint8Array.of(1)) } : rootsOf(firstSize, treeSize, proof);
      if (firstSize > 0) await anchor(registry, firstSize, roots.firstRoot, []);
      anchors.push({ treeSize, firstSize, hashes: proof.length, gas: await anchor(registry, treeSize, roots.secondRoot, proof) });
    }

    const siblings = madeUp(inclusionDepth);
    const leaf = hashLeaf(Uint8Array.of(7));
    const [index, size] = [2 ** inclusionDepth - 1, 2 ** inclusionDepth];
    await anchor(first, size, siblings.reduce((hash, sibling) => hashChildren(sibling, hash), leaf), []);
    const call = [index, hexlify(leaf), siblings.map((hash) => hexlify(hash))];
    if ((await first.getFunction('includes')(...call)) !== true) throw new Error('the inclusion proof does not hold');
    return { deployment, anchors, inclusion: { depth: inclusionDepth, gas: Number(await first.getFunction('includes').estimateGas(...call)) } };
  } finally {
    provider.destroy();
    await evm.kill();
  }
}

/** The roots that the proof proves; where the first size is a power of two its root is no part of the proof. */
function rootsOf(firstSize: number, secondSize: number, proof: readonly Uint8Array[]) {
  if ((firstSize & (firstSize - 1)) !== 0) return ReferenceTree.rootsOf(firstSize, secondSize, proof);
  const firstRoot = hashLeaf(Buffer.from('first root'));
  return { firstRoot, secondRoot: proof.reduce((hash, right) => hashChildren(hash, right), firstRoot) };
}

/** The report as it is committed. */
export function formatGasReport({ deployment, anchors, inclusion }: GasReport): string {
  const figures = (value: number) => value.toLocaleString('en');
  const rows = anchors.map(({ treeSize, firstSize, hashes, gas }) => `| ${figures(treeSize)} | ${figures(firstSize)} | ${hashes} | ${figures(gas)} |`);
  return `# Gas of LogRegistry

Measured on anvil by \`node anchoring/testing/gas.ts\`; a test measures again. An anchor's cost depends on the proof alone, not on how many
leaves are new: each row grows the tree from the earlier size whose proof is dearest, of all that there are.

| leaves | from | hashes in the proof | gas of \`anchor\` |
|---:|---:|---:|---:|
${rows.join('\n')}

- \`includes\` at depth ${inclusion.depth}, called by a transaction: ${figures(inclusion.gas)} gas.
- Deployment: ${figures(deployment)} gas.
`;
}

if (process.argv[1] === import.meta.filename) writeFileSync(join(import.meta.dirname, '..', 'contracts', 'GAS.md'), formatGasReport(await measureGas()));
