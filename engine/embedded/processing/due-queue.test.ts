import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DueQueue } from './due-queue.ts';

test('takes out what is due, soonest first, of the same time the oldest, and nothing else', () => {
  fc.assert(fc.property(fc.array(fc.nat(50), { maxLength: 200 }), fc.nat(50), (times, now) => {
    const queue = new DueQueue();
    times.forEach((time, index) => queue.push({ at: new Date(time), kind: 'timer', key: String(index).padStart(3, '0') }));
    const sorted = times.map((time, index) => ({ time, index })).sort((a, b) => a.time - b.time || a.index - b.index);
    const taken = (until: number) => queue.takeDue(new Date(until)).map(({ at, key }) => ({ time: at.getTime(), index: Number(key) }));
    assert.equal(queue.next?.getTime(), sorted[0]?.time);
    assert.deepEqual(taken(now), sorted.filter(({ time }) => time <= now));
    assert.deepEqual(taken(1000), sorted.filter(({ time }) => time > now));
    assert.equal(queue.next, undefined);
  }));
});

test('of a filtered queue only what was kept is taken out', () => {
  fc.assert(fc.property(fc.array(fc.nat(50), { maxLength: 200 }), (times) => {
    const queue = new DueQueue();
    times.forEach((time, index) => queue.push({ at: new Date(time), kind: 'job', key: String(index).padStart(3, '0') }));
    queue.filter(({ key }) => Number(key) % 3 === 0);
    const kept = times.map((time, index) => ({ time, index })).filter(({ index }) => index % 3 === 0).sort((a, b) => a.time - b.time || a.index - b.index);
    assert.equal(queue.size, kept.length);
    assert.deepEqual(queue.takeDue(new Date(50)).map(({ key }) => Number(key)), kept.map(({ index }) => index));
  }));
});
