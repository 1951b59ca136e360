import type { Happening } from './drivers/driver.ts';

interface ElementInstance {
  readonly key: string;
  readonly elementId: string;
  readonly processInstanceKey: string;
}
interface Incident {
  readonly incidentKey: string;
  readonly elementId: string;
  isResolved: boolean;
}
interface Task {
  readonly taskKey: string;
  readonly elementId: string;
  isOpen: boolean;
}

/** Which key a name in a scenario means on this engine, and the other way round. */
export class Names {
  readonly #instances = new Map<string, string>();
  readonly #elements: ElementInstance[] = [];
  readonly #left = new Set<string>();
  readonly #incidents: Incident[] = [];
  readonly #tasks: Task[] = [];

  /** Gives the instance a name of the scenario's own. */
  nameInstance(processInstanceKey: string, name: string): void {
    this.#instances.set(processInstanceKey, name);
  }

  /** The name of an instance; one that nobody named is numbered by its appearance. */
  instance(processInstanceKey: string): string {
    const name = this.#instances.get(processInstanceKey) ?? `instance${this.#instances.size + 1}`;
    this.#instances.set(processInstanceKey, name);
    return name;
  }

  /** The key of an instance by its name; left out, of the first. A name that nobody has gives a key that nobody has. */
  instanceKey(name?: string): string {
    const found = [...this.#instances].find(([, given]) => name === undefined || given === name);
    return found?.[0] ?? '1';
  }

  /** Every instance that hasn't ended. */
  running(): string[] {
    return [...this.#instances.keys()].filter((key) => !this.#left.has(key));
  }

  /** Whether the element instance is there still. */
  isActive(elementInstanceKey: string): boolean {
    return !this.#left.has(elementInstanceKey);
  }

  learn(happening: Happening): void {
    const { kind, elementId, elementInstanceKey: key, processInstanceKey } = happening;
    if (kind === 'entered') this.#elements.push({ key, elementId, processInstanceKey });
    if (kind === 'completed' || kind === 'terminated') this.#left.add(key);
    if (kind === 'raised') this.#incidents.push({ incidentKey: happening.incidentKey, elementId, isResolved: false });
    if (kind === 'taskOpened') this.#tasks.push({ taskKey: happening.taskKey, elementId, isOpen: true });
    if (kind === 'taskCompleted' || kind === 'taskCancelled') for (const task of this.#tasks) if (task.taskKey === happening.taskKey) task.isOpen = false;
    if (kind === 'resolved') for (const incident of this.#incidents) if (incident.incidentKey === happening.incidentKey) incident.isResolved = true;
  }

  /** The first active instance of an element, else the last that was, else a key that nobody has. */
  elementKey(elementId: string, ofInstance?: string): string {
    const all = this.#elements.filter((it) => it.elementId === elementId && (ofInstance === undefined || it.processInstanceKey === this.instanceKey(ofInstance)));
    return (all.find(({ key }) => !this.#left.has(key)) ?? all.at(-1))?.key ?? '1';
  }

  /** The first open incident of an element; with `again`, the last that is resolved. */
  incidentKey(elementId: string, again: boolean): string {
    const all = this.#incidents.filter((it) => it.elementId === elementId && it.isResolved === again);
    return (again ? all.at(-1) : all[0])?.incidentKey ?? '1';
  }

  openIncidents(): readonly { readonly elementId: string }[] {
    return this.#incidents.filter(({ isResolved }) => !isResolved);
  }

  /** The first open user task of an element, else the last that was. */
  taskKey(elementId: string): string {
    const all = this.#tasks.filter((it) => it.elementId === elementId);
    return (all.find(({ isOpen }) => isOpen) ?? all.at(-1))?.taskKey ?? '1';
  }

  openTasks(): readonly { readonly elementId: string }[] {
    return this.#tasks.filter(({ isOpen }) => isOpen);
  }
}
