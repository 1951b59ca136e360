import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { DueQueue } from './due-queue.ts';

test('takes out what is due, soonest first, and nothing else', () => {
  fc.assert(fc.property(fc.array(fc.nat(50), { maxLength: 200 }), fc.nat(50), (times, now) => {
    const queue = new DueQueue();
    times.forEach((time, index) => queue.push({ at: new Date(time), kind: 'timer', key: String(index) }));
    const sorted = [...times].sort((a, b) => a - b);
    assert.equal(queue.next?.getTime(), sorted[0]);
    assert.deepEqual(queue.takeDue(new Date(now)).map(({ at }) => at.getTime()), sorted.filter((time) => time <= now));
    assert.deepEqual(queue.takeDue(new Date(1000)).map(({ at }) => at.getTime()), sorted.filter((time) => time > now));
    assert.equal(queue.next, undefined);
  }));
});
