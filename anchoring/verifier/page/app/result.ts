import type { Sentence } from '../../check.ts';
import type { PacketReport } from '../../packet-report.ts';
import type { Verification } from '../../verdict.ts';
import type { ListedEvent } from './list-events.ts';
import { words, type Language, type Word } from './words.ts';

/** What was verified, and the events of the file. */
export interface Outcome {
  readonly events: readonly ListedEvent[];
  readonly verification: Verification & { readonly report?: PacketReport | undefined };
}

const eventsShownMax = 500;

/** Makes an element; texts become text nodes, so that nothing of a file is ever read as markup. */
function make(tag: string, className: string, ...children: readonly (Node | string)[]): HTMLElement {
  const element = document.createElement(tag);
  if (className) element.className = className;
  element.append(...children);
  return element;
}

/** The result as elements in one language. */
export function renderOutcome({ events, verification }: Outcome, language: Language): Node[] {
  const say = (sentence: Sentence) => sentence[language];
  const heading = (word: Word) => make('h2', '', words[language][word]);
  const checks = verification.checks.map(({ id, outcome, sentence }) => {
    const item = make('li', '', make('span', outcome, words[language][outcome]), make('span', '', say(sentence)));
    item.dataset['check'] = id;
    item.dataset['outcome'] = outcome;
    return item;
  });
  const verdict = make('p', `verdict ${verification.verdict}`, say(verification.sentence));
  verdict.dataset['verdict'] = verification.verdict;
  const parts = (['proves', 'since', 'signers', 'limits'] as const).flatMap((part) => {
    const sentences = verification.report?.[part] ?? [];
    return sentences.length === 0 ? [] : [heading(part), make('ul', '', ...sentences.map((sentence) => make('li', 'plain', say(sentence))))];
  });
  return [verdict, ...parts, heading('checks'), make('ol', '', ...checks), ...renderEvents(events, language)];
}

function renderEvents(events: readonly ListedEvent[], language: Language): Node[] {
  if (events.length === 0) return [];
  const word = (name: Word) => words[language][name];
  const head = make('tr', '', ...(['leaf', 'time', 'type'] as const).map((name) => make('th', '', word(name))));
  const rows = events.slice(0, eventsShownMax).map(({ leafIndex, event }) => {
    const { at, type, text } = read(event);
    return make('tr', '', make('td', '', String(leafIndex)), make('td', '', at), make('td', '', make('details', '', make('summary', '', type), make('pre', '', text))));
  });
  const table = make('table', '', make('thead', '', head), make('tbody', '', ...rows));
  const note = events.length > eventsShownMax ? [make('p', 'soft', word('shown'))] : [];
  return [make('h2', '', `${word('events')} (${events.length})`), table, ...note];
}

function read(event: string): { readonly at: string; readonly type: string; readonly text: string } {
  try {
    const value = JSON.parse(event) as { at?: unknown; type?: unknown };
    return { at: String(value.at), type: String(value.type), text: JSON.stringify(value, null, 2) };
  } catch {
    return { at: '', type: '', text: event };
  }
}
