import assert from 'node:assert/strict';
import { it } from 'node:test';
import { toBase64 } from './bytes.ts';
import { formatCheckpoint, parseCheckpoint } from './checkpoint.ts';
import { MalformedError } from './malformed.ts';

// The example of C2SP tlog-checkpoint.
const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
const signature = '\n— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n';

it('a checkpoint reads as C2SP writes it', () => {
  const checkpoint = parseCheckpoint(text + signature);
  assert.equal(checkpoint.origin, 'example.com/behind-the-sofa');
  assert.equal(checkpoint.treeSize, 20_852_163);
  assert.equal(toBase64(checkpoint.rootHash), 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=');
  assert.equal(formatCheckpoint(checkpoint), text);
});

it('extension lines are let be', () => {
  assert.equal(parseCheckpoint(`${text}extension\n${signature}`).treeSize, 20_852_163);
});

it('what is no checkpoint is refused', () => {
  for (const broken of [
    text.replace('20852163', '020852163'),
    text.replace('20852163', '-1'),
    text.replace('20852163', '2e7'),
    text.replace('20852163', '9007199254740993'),
    text.replace('20852163', ''),
    text.replace('CsUY', ''),
    text.replace('example.com/behind-the-sofa', ''),
    `${text}\nextension\n`,
    'origin\n1\n',
  ]) {
    assert.throws(() => parseCheckpoint(broken + signature), MalformedError, broken);
  }
});
