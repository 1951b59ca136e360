import type { Trust } from '../../trust.ts';
import { verifyFile } from '../../verify.ts';
import { listEvents } from './list-events.ts';
import { renderOutcome, type Outcome } from './result.ts';
import { words, type Language, type Word } from './words.ts';

const find = <T extends Element>(selector: string): T => document.querySelector<T>(selector) as T;

const result = find<HTMLElement>('#result');
const form = find<HTMLFormElement>('#trust');
const drop = find<HTMLElement>('#drop');
let language: Language = navigator.language.startsWith('zh') ? 'zh' : 'en';
let file: File | undefined;
let shown: (() => Node[]) | undefined;

function speak(): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.title = words[language].title;
  find('#language').textContent = words[language].language;
  for (const element of document.querySelectorAll<HTMLElement>('[data-word]')) element.textContent = words[language][element.dataset['word'] as Word];
  if (shown) result.replaceChildren(...shown());
}

function show(render: () => Node[]): void {
  shown = render;
  result.hidden = false;
  result.replaceChildren(...render());
}

const complain = (text: () => string): void =>
  show(() => {
    const line = document.createElement('p');
    line.className = 'verdict failed';
    line.dataset['verdict'] = 'failed';
    line.textContent = text();
    return [line];
  });

function readForm(): Trust {
  const data = new FormData(form);
  const field = (name: string): string => String(data.get(name) ?? '').trim();
  const given = Object.fromEntries((['key', 'contract', 'block', 'rpc'] as const).map((name) => [name, field(name)]).filter(([, value]) => value !== ''));
  const witnesses = field('witnesses').split(/\s+/).filter((line) => line !== '');
  const quorum = field('quorum');
  return { ...given, ...(witnesses.length > 0 ? { witnesses } : {}), ...(quorum === '' ? {} : { quorum: Number(quorum) }) };
}

async function run(): Promise<void> {
  if (!file) return complain(() => words[language].noFile);
  const bytes = new Uint8Array(await file.arrayBuffer());
  try {
    const outcome: Outcome = { events: listEvents(bytes), verification: await verifyFile(bytes, readForm()) };
    show(() => renderOutcome(outcome, language));
  } catch (error) {
    if (error instanceof SyntaxError) return complain(() => words[language].notJson);
    const reason = error instanceof Error ? error.message : String(error);
    complain(() => reason);
  }
}

function take(chosen: File | undefined): void {
  if (!chosen) return;
  file = chosen;
  find('#file-name').textContent = chosen.name;
  void run();
}

find<HTMLInputElement>('#file').addEventListener('change', ({ target }) => take((target as HTMLInputElement).files?.[0]));
form.addEventListener('submit', (event) => {
  event.preventDefault();
  void run();
});
find('#language').addEventListener('click', () => {
  language = language === 'zh' ? 'en' : 'zh';
  speak();
});
for (const kind of ['dragover', 'dragleave', 'drop']) {
  drop.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.toggle('over', kind === 'dragover');
    if (kind === 'drop') take((event as DragEvent).dataTransfer?.files[0]);
  });
}
speak();
