import { lintDefinitions } from '../lint/linter.ts';
import type { LintIssue } from '../lint/linter.ts';
import type { ModdleElement } from '../moddle/element.ts';

const QUIET_MS = 250;

export interface LintRunner {
  /** Asks for a run once the model has been quiet for a moment. */
  request(): void;
  /** Runs now and answers when the result has been told. */
  run(): Promise<void>;
  stop(): void;
}

/** Lints an edited model after it has come to rest; a result that a later run has overtaken is dropped. */
export function lintRunner(definitions: () => ModdleElement, tell: (issues: readonly LintIssue[]) => void): LintRunner {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let latestRun = 0;

  async function run(): Promise<void> {
    clearTimeout(timer);
    const thisRun = ++latestRun;
    const issues = await lintDefinitions(definitions());
    if (thisRun === latestRun) tell(issues);
  }

  return {
    request() {
      clearTimeout(timer);
      timer = setTimeout(() => void run(), QUIET_MS);
    },
    run,
    stop() {
      clearTimeout(timer);
      latestRun = -1;
    },
  };
}
