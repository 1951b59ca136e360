import type { BodyText, ElementText, ProcessText } from '../notation/notation.ts';
import type { Chance } from './chance.ts';

/** How deep blocks stand in blocks. */
const depthMax = 3;
const blocksMax = 3;

/** What a body under construction consists of. Its elements are numbered through the whole process. */
interface Body {
  readonly flow: string[];
  readonly elements: Record<string, ElementText>;
}

/** Where a block begins and ends, by the ids of its elements. */
interface Block {
  readonly first: string;
  readonly last: string;
}

/** Messages, signals and codes are few, so that what is thrown at random often hits. */
export const messages = ['m1', 'm2', 'm3'] as const;
export const signals = ['s1', 's2'] as const;
export const errorCodes = ['E1', 'E2'] as const;
const escalationCodes = ['C1', 'C2'] as const;
const durations = ['PT5M', 'PT10M', 'PT20M'] as const;

/** Messages that start event subprocesses inside an activity. */
const messagesInside = ({ subprocess }: ElementText = {}) => Object.values(subprocess?.elements ?? {})
  .flatMap(({ eventSubprocess }) => Object.values(eventSubprocess?.elements ?? {}).map(({ message }) => message));

/** Zeebe's engine stops for good where an instance waits twice for one message, so another is taken where that would be so. */
const otherThan = (taken: readonly (string | undefined)[], message: string) => (taken.includes(message) ? (messages.find((it) => !taken.includes(it)) ?? message) : message);

/** Builds a block-structured process at random: whatever it builds can be deployed, and ends if a client plays along. */
export class RandomProcess {
  readonly #chance: Chance;
  readonly #childIds: readonly string[];
  #count = 0;

  /** `childIds` are the processes that it may call. */
  constructor(chance: Chance, childIds: readonly string[]) {
    this.#chance = chance;
    this.#childIds = childIds;
  }

  build(): ProcessText {
    const body = this.#body(0);
    if (this.#chance.oneIn(4)) this.#eventSubprocess(body);
    return body;
  }

  #id(kind: string): string {
    this.#count += 1;
    return `${kind}${this.#count}`;
  }

  #body(depth: number): Body {
    const body: Body = { flow: [], elements: {} };
    const start = this.#id('start');
    const { first, last } = this.#sequence(body, depth);
    body.flow.unshift(`${start} -> ${first}`);
    body.flow.push(`${last} -> ${this.#end(body, depth)}`);
    return body;
  }

  #end(body: Body, depth: number): string {
    const id = this.#id('end');
    const chance = this.#chance;
    if (depth > 0 && chance.oneIn(8)) {
      body.elements[id] = { end: true, error: chance.pick(errorCodes) };
    } else {
      body.elements[id] = chance.weighted<ElementText>([
        [9, { end: true }], [1, { end: true, escalation: chance.pick(escalationCodes) }], [1, { end: true, terminate: true }], [1, { end: true, signal: chance.pick(signals) }],
      ]);
    }
    return id;
  }

  #sequence(body: Body, depth: number): Block {
    const blocks = Array.from({ length: 1 + this.#chance.below(blocksMax) }, () => this.#block(body, depth));
    for (const [index, { first }] of blocks.slice(1).entries()) body.flow.push(`${blocks[index]?.last} -> ${first}`);
    return { first: blocks[0]?.first ?? '', last: blocks.at(-1)?.last ?? '' };
  }

  #block(body: Body, depth: number): Block {
    const simple: [number, () => Block][] = [
      [6, () => this.#activity(body, 'task', { service: this.#chance.pick(['t1', 't2', 't3']), ...this.#mappings() }, depth)],
      [2, () => this.#activity(body, 'user', { user: 'native' }, depth)],
      [2, () => this.#activity(body, 'script', { script: '=(if x = null then 0 else x) + 1', result: this.#chance.pick(['x', 'y']) }, depth)],
      [1, () => this.#activity(body, 'plain', { task: true }, depth)],
      [1, () => this.#activity(body, 'receive', { receive: this.#chance.pick(messages) }, depth)],
      [2, () => this.#single(body, 'wait', { catch: true, ...this.#trigger() })],
      [1, () => this.#single(body, 'raise', { throw: true, escalation: this.#chance.pick(escalationCodes) })],
      [1, () => this.#single(body, 'shout', { throw: true, signal: this.#chance.pick(signals) })],
    ];
    const calls: [number, () => Block][] = this.#childIds.map((call) => [2, () => this.#activity(body, 'call', { call, ...this.#mappings() }, depth)]);
    const nested: [number, () => Block][] = [
      [2, () => this.#branches(body, depth, 'parallel')],
      [2, () => this.#branches(body, depth, 'exclusive')],
      [1, () => this.#branches(body, depth, 'inclusive')],
      [3, () => this.#subprocess(body, depth)],
      [1, () => this.#loop(body, depth)],
      [1, () => this.#firstEvent(body)],
    ];
    return this.#chance.weighted(depth < depthMax ? [...simple, ...calls, ...nested] : simple)();
  }

  #mappings(): Pick<ElementText, 'input' | 'output'> {
    const input = { input: { [this.#chance.pick(['x', 'local'])]: this.#chance.pick(['=y', '=x', '=[x, y]']) } };
    const output = { output: { [this.#chance.pick(['x', 'z'])]: this.#chance.pick(['=x', '=local', '=r']) } };
    return { ...(this.#chance.oneIn(4) ? input : {}), ...(this.#chance.oneIn(4) ? output : {}) };
  }

  #trigger(): Pick<ElementText, 'timer' | 'message' | 'signal'> {
    return this.#chance.weighted<() => Pick<ElementText, 'timer' | 'message' | 'signal'>>([
      [2, () => ({ timer: this.#chance.pick(durations) })],
      [2, () => ({ message: this.#chance.pick(messages) })],
      [1, () => ({ signal: this.#chance.pick(signals) })],
    ])();
  }

  #single(body: Body, kind: string, element: ElementText): Block {
    const id = this.#id(kind);
    body.elements[id] = element;
    return { first: id, last: id };
  }

  /** An activity, at times for each item of a list, with listeners or with boundary events. */
  #activity(body: Body, kind: string, element: ElementText, depth: number): Block {
    const chance = this.#chance;
    const id = this.#id(kind);
    const multi = { over: chance.pick(['=[1, 2]', '=[]', '=[x, y, 3]']), element: 'item', sequential: chance.oneIn(2), collect: '=x', into: 'xs' };
    const until = chance.oneIn(4) ? { until: '=numberOfCompletedInstances >= 1' } : {};
    const listeners = [{ on: chance.pick(['start', 'end']), type: 'listens' }];
    body.elements[id] = { ...element, ...(chance.oneIn(6) ? { multi: { ...multi, ...until } } : {}), ...(chance.oneIn(8) ? { listeners } : {}) };
    const isPassed = 'script' in element || 'task' in element;
    if (!isPassed && chance.oneIn(3)) this.#boundaryEvents(body, id, depth, 'subprocess' in element || 'call' in element, 'receive' in element);
    return { first: id, last: id };
  }

  #boundaryEvents(body: Body, attachedTo: string, depth: number, throwsEscalations: boolean, isReceive: boolean): void {
    const chance = this.#chance;
    const kinds = new Set(Array.from({ length: 1 + chance.below(2) }, () => chance.pick(['timer', 'message', 'signal', 'error', 'escalation'])));
    for (const kind of kinds) {
      const id = this.#id('caught');
      const trigger: ElementText | undefined = {
        timer: { timer: chance.pick(durations) }, message: isReceive ? undefined : { message: otherThan(messagesInside(body.elements[attachedTo]), chance.pick(messages)) }, signal: { signal: chance.pick(signals) },
        error: { error: chance.pick(['E1', 'E2', 'any']) }, escalation: throwsEscalations ? { escalation: chance.pick(['C1', 'C2', 'any']) } : undefined,
      }[kind];
      if (!trigger) continue;
      body.elements[id] = { boundary: attachedTo, ...trigger, ...(kind !== 'error' && chance.oneIn(2) ? { interrupting: false } : {}) };
      const { first, last } = depth < depthMax && chance.oneIn(3) ? this.#sequence(body, depthMax) : this.#single(body, 'after', { service: 't4' });
      body.flow.push(`${id} -> ${first}`, `${last} -> ${this.#id('end')}`);
    }
  }

  #branches(body: Body, depth: number, gateway: 'parallel' | 'exclusive' | 'inclusive'): Block {
    const [first, last] = [this.#id('fork'), this.#id('join')];
    body.elements[first] = { gateway };
    body.elements[last] = { gateway };
    const count = 2 + this.#chance.below(2);
    for (let branch = 1; branch <= count; branch++) {
      const inner = this.#sequence(body, depth + 1);
      const condition = gateway === 'parallel' ? '' : branch === count ? ' default' : ` if ${this.#chance.pick([`x > ${branch}`, `y != ${branch}`, 'x = y'])}`;
      body.flow.push(`${first} -> ${inner.first}${condition}`, `${inner.last} -> ${last}`);
    }
    return { first, last };
  }

  #subprocess(body: Body, depth: number): Block {
    const inner = this.#body(depth + 1);
    if (this.#chance.oneIn(3)) this.#eventSubprocess(inner);
    return this.#activity(body, 'sub', { subprocess: inner, ...this.#mappings() }, depth);
  }

  #eventSubprocess(body: Body): void {
    const chance = this.#chance;
    const begin = this.#id('begin');
    const { message, ...trigger }: ElementText = chance.weighted<ElementText>([
      [3, this.#trigger()], [2, { error: chance.pick(['E1', 'any']) }], [1, { escalation: chance.pick(['C1', 'any']) }],
    ]);
    const interrupting = 'error' in trigger || chance.oneIn(2) ? {} : { interrupting: false };
    const inner: BodyText = {
      flow: [`${begin} -> ${this.#id('handle')} -> ${this.#id('end')}`],
      elements: { [begin]: { start: true, ...trigger, ...(message === undefined ? {} : { message, key: '="k"' }), ...interrupting }, [`handle${this.#count - 1}`]: { service: 't5' } },
    };
    body.elements[this.#id('event')] = { eventSubprocess: inner };
  }

  /** Goes round at most twice. */
  #loop(body: Body, depth: number): Block {
    const [first, last, counts, counter] = [this.#id('round'), this.#id('again'), this.#id('count'), this.#id('n')];
    body.elements[first] = { gateway: 'exclusive' };
    body.elements[last] = { gateway: 'exclusive' };
    body.elements[counts] = { script: `=(if ${counter} = null then 0 else ${counter}) + 1`, result: counter };
    const inner = this.#sequence(body, depth + 1);
    const out = this.#single(body, 'out', { task: true });
    const waits = this.#single(body, 'task', { service: 't1' }); // a round without a wait is refused
    body.flow.push(`${first} -> ${waits.first} -> ${inner.first}`, `${inner.last} -> ${counts} -> ${last}`, `${last} -> ${first} if ${counter} < 2`, `${last} -> ${out.first} default`);
    return { first, last: out.last };
  }

  #firstEvent(body: Body): Block {
    const [first, last] = [this.#id('either'), this.#id('merge')];
    body.elements[first] = { gateway: 'eventBased' };
    body.elements[last] = { gateway: 'exclusive' };
    for (const trigger of [{ timer: this.#chance.pick(durations) }, { message: this.#chance.pick(messages) }, { signal: this.#chance.pick(signals) }]) {
      const { first: event } = this.#single(body, 'wait', { catch: true, ...trigger });
      body.flow.push(`${first} -> ${event} -> ${last}`);
    }
    return { first, last };
  }
}
