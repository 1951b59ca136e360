import type { ExportedEvent } from './log-source.ts';

/** An application as the mirror knows it from its events. */
export interface Matter {
  readonly applicationId: string;
  state: 'submitted' | 'approved' | 'rejected' | 'paid' | 'closed';
  amountFen: number | null;
  payerOrganisationId: string | null;
  payeeOrganisationId: string | null;
  projectId: string | null;
  readonly firstAt: string;
  lastAt: string;
  /** Where its lines stand in the events' file. */
  readonly lines: { readonly offset: number; readonly sizeBytes: number }[];
}

/** A matter as it is told to readers. */
export type MatterView = Omit<Matter, 'lines'> & { readonly events: number };

interface Outline {
  readonly type: string;
  readonly at: string;
  readonly applicationId?: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const foundMax = 200;

/** The searchable part of a mirror's copy: every application that was submitted or decided, by what its events say of it. */
export class Matters {
  readonly #matters = new Map<string, Matter>();

  get size(): number {
    return this.#matters.size;
  }

  /** Takes in lines of the events' file, the first of which begins at `offset`. */
  add(lines: readonly string[], offset: number): void {
    let next = offset;
    for (const line of lines) {
      const sizeBytes = Buffer.byteLength(line) + 1;
      // What belongs to no application has no such member: the text alone tells.
      if (line.includes('\\"applicationId\\"')) this.#take(JSON.parse((JSON.parse(line) as ExportedEvent).event) as Outline, { offset: next, sizeBytes });
      next += sizeBytes;
    }
  }

  /** Matters that any of the words is about (an id, an organisation, a project, a state), the newest first. */
  find(query: string): MatterView[] {
    const words = query.toLowerCase().split(/\s+/).filter((word) => word !== '');
    const matches = (matter: Matter) => {
      const text = [matter.applicationId, matter.state, matter.payerOrganisationId, matter.payeeOrganisationId, matter.projectId, matter.amountFen, matter.firstAt.slice(0, 10), matter.lastAt.slice(0, 10)].join(' ').toLowerCase();
      return words.every((word) => text.includes(word));
    };
    return [...this.#matters.values()].filter(matches).sort((one, other) => (one.lastAt < other.lastAt ? 1 : -1)).slice(0, foundMax).map(viewOf);
  }

  get(applicationId: string): Matter | undefined {
    return this.#matters.get(applicationId);
  }

  #take({ type, at, applicationId, data }: Outline, line: Matter['lines'][number]): void {
    if (applicationId === undefined) return;
    let matter = this.#matters.get(applicationId);
    if (!matter) {
      matter = { applicationId, state: 'submitted', amountFen: null, payerOrganisationId: null, payeeOrganisationId: null, projectId: null, firstAt: at, lastAt: at, lines: [] };
      this.#matters.set(applicationId, matter);
    }
    matter.lastAt = at;
    matter.lines.push(line);
    if (type === 'applicationSubmitted') {
      matter.state = 'submitted';
      matter.amountFen = Number(data['amountFen']);
      matter.payerOrganisationId = String(data['payerOrganisationId']);
      matter.payeeOrganisationId = String(data['payeeOrganisationId']);
      matter.projectId = String(data['projectId']);
    } else if (type === 'decisionRecorded' && (data['outcome'] === 'approved' || data['outcome'] === 'rejected')) matter.state = data['outcome'];
    else if (type === 'transferPosted') matter.state = 'paid';
    else if (type === 'applicationClosed') matter.state = 'closed';
  }
}

const viewOf = ({ lines, ...matter }: Matter): MatterView => ({ ...matter, events: lines.length });
