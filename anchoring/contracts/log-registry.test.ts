import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, beforeEach, describe, it } from 'node:test';
import { Contract, ContractFactory, JsonRpcProvider, Wallet, ZeroAddress, hexlify, id, isError, type BytesLike } from 'ethers';
import { hashLeaf } from '@gbc/anchoring-verifier';
import { startTestEvmNode, type TestEvmNode } from '../testing/anvil.ts';
import { formatGasReport, measureGas } from '../testing/gas.ts';
import { ReferenceTree } from '../testing/reference-tree.ts';
import { compileRegistry } from './compile.ts';

const committed = readFileSync(join(import.meta.dirname, 'LogRegistry.json'), 'utf8');
const { abi, bytecode } = JSON.parse(committed) as { abi: []; bytecode: string };
const origin = 'gbc-union.example/test';
const ownerKey = `0x${'11'.repeat(32)}`;
const strangerKey = `0x${'22'.repeat(32)}`;
const regulatorKey = `0x${'33'.repeat(32)}`;

const tree = new ReferenceTree(Array.from({ length: 300 }, (_, index) => hashLeaf(Buffer.from(`leaf ${index}`))));
const flip = (hash: Uint8Array, bit = 0): Uint8Array => hash.map((byte, index) => (index === Math.floor(bit / 8) ? byte ^ (1 << (bit % 8)) : byte));

it('the committed artefact is what the committed source compiles to', () => assert.equal(committed, compileRegistry()));

describe('LogRegistry', () => {
  let evm: TestEvmNode;
  let provider: JsonRpcProvider;
  let owner: Wallet;
  let stranger: Wallet;
  let regulator: Wallet;
  let registry: Contract;

  before(async () => {
    evm = await startTestEvmNode();
    provider = new JsonRpcProvider(evm.url, 31_337, { staticNetwork: true, cacheTimeout: -1, pollingInterval: 20 });
    owner = new Wallet(ownerKey, provider);
    stranger = new Wallet(strangerKey, provider);
    regulator = new Wallet(regulatorKey, provider);
    for (const { address } of [owner, stranger, regulator]) await provider.send('anvil_setBalance', [address, '0x56bc75e2d63100000']);
  });
  after(async () => {
    provider.destroy();
    await evm.kill();
  });
  beforeEach(async () => {
    const deployed = await new ContractFactory(abi, bytecode, owner).deploy(id(origin), regulator.address);
    await deployed.waitForDeployment();
    registry = new Contract(await deployed.getAddress(), abi, owner);
  });

  const call = (name: string, ...values: unknown[]) => registry.getFunction(name)(...values);
  const anchor = async (size: number, root: BytesLike, proof: readonly Uint8Array[], by: Wallet = owner) =>
    (await registry.connect(by).getFunction('anchor')(size, hexlify(root), proof.map((hash) => hexlify(hash)))).wait();
  const anchorSize = (from: number, to: number) => anchor(to, tree.root(to), tree.consistency(from, to));
  const refuses = (work: Promise<unknown>, reason: string) =>
    assert.rejects(work, (error) => isError(error, 'CALL_EXCEPTION') && registry.interface.parseError(error.data ?? '0x')?.name === reason);

  it('starts with the origin, its deployer as the anchoring key and the empty log', async () => {
    assert.equal(await call('originHash'), id(origin));
    assert.equal(await call('anchorKey'), owner.address);
    assert.deepEqual([...(await call('head'))], [0n, `0x${'00'.repeat(32)}`]);
  });

  it('takes a first tree of any size and tells of it', async () => {
    const receipt = await anchorSize(0, 7);
    const { name, args } = registry.interface.parseLog(receipt.logs[0]) ?? {};
    assert.equal(name, 'Anchored');
    assert.deepEqual([...(args ?? [])], [7n, hexlify(tree.root(7))]);
    assert.deepEqual([...(await call('head'))], [7n, hexlify(tree.root(7))]);
  });

  it('takes every extension of ragged and even sizes', async () => {
    const sizes = [1, 2, 3, 4, 7, 8, 9, 15, 16, 17, 63, 64, 100, 127, 128, 129, 200, 255, 256, 257, 300];
    for (const [position, size] of sizes.entries()) await anchorSize(sizes[position - 1] ?? 0, size);
    assert.equal((await call('head'))[0], 300n);
  });

  it('refuses strangers', async () => {
    await refuses(anchor(7, tree.root(7), [], stranger), 'NotAllowed');
    await refuses(registry.connect(stranger).getFunction('offerAnchorKey')(stranger.address), 'NotAllowed');
    await refuses(registry.connect(stranger).getFunction('acceptAnchorKey')(), 'NotAllowed');
  });

  it('refuses the same size and a smaller one, also with the right proof', async () => {
    await anchorSize(0, 8);
    await refuses(anchor(8, tree.root(8), []), 'NotLarger');
    await refuses(anchor(5, tree.root(5), tree.consistency(5, 8)), 'NotLarger');
  });

  it('refuses a root that does not extend the old one though the proof is of its own tree', async () => {
    await anchorSize(0, 100);
    const fork = new ReferenceTree(Array.from({ length: 300 }, (_, index) => hashLeaf(Buffer.from(`leaf ${index === 42 ? 'forged' : index}`))));
    await refuses(anchor(300, fork.root(300), fork.consistency(100, 300)), 'NotConsistent');
  });

  it('refuses a root that does not extend the old one though it names it', async () => {
    await anchorSize(0, 6);
    // RFC 9162 proofs of ragged sizes never hold the old root itself; one that leads with it must not pass for that.
    const made = tree.consistency(6, 11);
    await refuses(anchor(11, tree.root(11), [tree.root(6), ...made.slice(1)]), 'NotConsistent');
    await refuses(anchor(11, hashLeaf(Buffer.from('forged')), [tree.root(6), ...made]), 'NotConsistent');
  });

  it('refuses every proof with a bit flipped, a hash left out, added or swapped, and every wrong size', async () => {
    for (const [from, to] of [[4, 7], [6, 13], [8, 16], [8, 300], [100, 257], [255, 300]] as const) {
      await anchorAfresh(from);
      const proof = tree.consistency(from, to);
      const root = tree.root(to);
      for (const [position, hash] of proof.entries()) {
        await refuses(anchor(to, root, proof.with(position, flip(hash, (37 * position) % 256))), 'NotConsistent');
        await refuses(anchor(to, root, proof.toSpliced(position, 1)), 'NotConsistent');
        await refuses(anchor(to, root, proof.toSpliced(position, 0, hash)), 'NotConsistent');
      }
      if (proof.length > 1) await refuses(anchor(to, root, proof.toReversed()), 'NotConsistent');
      await refuses(anchor(to, flip(root), proof), 'NotConsistent');
      await refuses(anchor(to, root, []), 'NotConsistent');
      await refuses(anchor(2 * to, root, proof), 'NotConsistent');
      await anchor(to, root, proof);
    }
  });

  async function anchorAfresh(size: number): Promise<void> {
    const deployed = await new ContractFactory(abi, bytecode, owner).deploy(id(origin), regulator.address);
    await deployed.waitForDeployment();
    registry = new Contract(await deployed.getAddress(), abi, owner);
    await anchorSize(0, size);
  }

  it('checks inclusion on chain', async () => {
    await anchorSize(0, 300);
    for (const leaf of [0, 1, 127, 128, 255, 256, 298, 299]) {
      const proof = tree.inclusion(leaf, 300);
      const includes = (index: number, hash: Uint8Array, hashes: readonly Uint8Array[]) => call('includes', index, hexlify(hash), hashes.map((item) => hexlify(item)));
      assert.equal(await includes(leaf, tree.leaf(leaf), proof), true, `leaf ${leaf}`);
      assert.equal(await includes(leaf, flip(tree.leaf(leaf)), proof), false);
      assert.equal(await includes((leaf + 1) % 300, tree.leaf(leaf), proof), false);
      assert.equal(await includes(leaf, tree.leaf(leaf), proof.slice(1)), false);
      assert.equal(await includes(leaf, tree.leaf(leaf), [...proof, tree.leaf(0)]), false);
      assert.equal(await includes(300, tree.leaf(leaf), proof), false);
    }
  });

  it('hands the anchoring over in two steps', async () => {
    await (await call('offerAnchorKey', stranger.address)).wait();
    await refuses(anchor(7, tree.root(7), [], stranger), 'NotAllowed');
    await anchorSize(0, 7);
    await (await registry.connect(stranger).getFunction('acceptAnchorKey')()).wait();
    await refuses(anchor(9, tree.root(9), tree.consistency(7, 9)), 'NotAllowed');
    await anchor(9, tree.root(9), tree.consistency(7, 9), stranger);
    assert.equal(await call('pendingAnchorKey'), ZeroAddress);
    await refuses(registry.connect(owner).getFunction('acceptAnchorKey')(), 'NotAllowed');
  });

  it('lets another be offered the anchoring, or nobody, until the offer is taken', async () => {
    await (await call('offerAnchorKey', stranger.address)).wait();
    await (await call('offerAnchorKey', regulator.address)).wait();
    await refuses(registry.connect(stranger).getFunction('acceptAnchorKey')(), 'NotAllowed');
    await (await call('offerAnchorKey', ZeroAddress)).wait();
    await refuses(registry.connect(regulator).getFunction('acceptAnchorKey')(), 'NotAllowed');
    assert.equal(await call('anchorKey'), owner.address);
  });

  it('is halted and let go on by the regulator alone', async () => {
    const by = (wallet: Wallet, name: string) => registry.connect(wallet).getFunction(name)();
    await anchorSize(0, 7);
    for (const wallet of [owner, stranger]) {
      await refuses(by(wallet, 'pause'), 'NotAllowed');
      await refuses(by(wallet, 'unpause'), 'NotAllowed');
    }
    await (await by(regulator, 'pause')).wait();
    assert.equal(await call('paused'), true);
    await refuses(anchor(9, tree.root(9), tree.consistency(7, 9)), 'AnchoringPaused');
    await refuses(anchor(9, tree.root(9), tree.consistency(7, 9), stranger), 'NotAllowed');
    assert.deepEqual([...(await call('head'))], [7n, hexlify(tree.root(7))]);
    assert.equal(await call('includes', 3, hexlify(tree.leaf(3)), tree.inclusion(3, 7).map((hash) => hexlify(hash))), true, 'what is anchored is still proven');
    await (await by(regulator, 'unpause')).wait();
    await anchorSize(7, 9);
  });

  it('gives the regulator no power over head and key', async () => {
    await refuses(anchor(7, tree.root(7), [], regulator), 'NotAllowed');
    await refuses(registry.connect(regulator).getFunction('offerAnchorKey')(regulator.address), 'NotAllowed');
  });

  it('has nobody who can halt it where no regulator is named', async () => {
    const deployed = await new ContractFactory(abi, bytecode, owner).deploy(id(origin), ZeroAddress);
    await deployed.waitForDeployment();
    registry = new Contract(await deployed.getAddress(), abi, owner);
    for (const wallet of [owner, stranger, regulator]) await refuses(registry.connect(wallet).getFunction('pause')(), 'NotAllowed');
  });
});

it('costs the gas that the committed report says, within its limits', async (test) => {
  const report = await measureGas();
  assert.equal(readFileSync(join(import.meta.dirname, 'GAS.md'), 'utf8'), formatGasReport(report), 'renew it with `node anchoring/testing/gas.ts`');
  const largest = report.anchors.at(-1);
  assert.deepEqual([largest?.treeSize, report.inclusion.depth], [10_000_000, 14]);
  assert.ok(Number(largest?.gas) <= 110_000, `${largest?.gas} gas at ten million leaves`);
  assert.ok(report.inclusion.gas <= 50_000, `${report.inclusion.gas} gas at depth 14`);
  test.diagnostic(`${largest?.gas} gas for a proof of ${largest?.hashes} hashes`);
});
