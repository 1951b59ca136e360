import { Component, computed, inject, input } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { NavigationEnd, Router, RouterLink, RouterOutlet } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { filter, map, startWith } from 'rxjs';
import { Api } from '../../api/api';
import { listTasks } from '../../api/fn/tasks/list-tasks';
import { liveQuery } from '../live/live-query.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { EmptyState } from '../ui/empty-state.ts';
import { Skeleton } from '../ui/skeleton.ts';
import { TaskRow } from './task-row.ts';

type Scope = 'candidate' | 'mine' | 'all';

const isScope = (value: string | undefined): value is Scope => value === 'candidate' || value === 'mine' || value === 'all';

/** The inbox beside the open task. j and k walk through it, Enter opens. */
@Component({
  selector: 'gbc-tasks',
  imports: [EmptyState, ProblemNotice, RouterLink, RouterOutlet, Skeleton, TaskRow, TranslocoDirective],
  templateUrl: './tasks.page.html',
  styleUrl: './tasks.page.scss',
  host: { '(document:keydown)': 'onKey($event)' },
})
export class TasksPage {
  readonly #api = inject(Api);
  readonly #router = inject(Router);

  /** From the address, as are all filters. */
  readonly scope = input<string>();

  protected readonly scopes: Scope[] = ['candidate', 'mine', 'all'];
  protected readonly shownScope = computed<Scope>(() => {
    const scope = this.scope();
    return isScope(scope) ? scope : 'candidate';
  });
  protected readonly query = liveQuery({
    params: () => this.shownScope(),
    load: (scope) => this.#api.invoke(listTasks, { scope, limit: 100 }),
    refreshOn: ['tasks'],
  });
  protected readonly tasks = computed(() => this.query.value()?.items ?? []);
  protected readonly openTaskId = toSignal(
    this.#router.events.pipe(
      filter((event) => event instanceof NavigationEnd),
      startWith(undefined),
      map(() => /^\/tasks\/([^?/]+)/.exec(this.#router.url)?.[1]),
    ),
  );

  protected onKey(event: KeyboardEvent): void {
    const target = event.target;
    const isTyping = target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || (event.key !== 'j' && event.key !== 'k')) return;
    const tasks = this.tasks();
    const now = tasks.findIndex((task) => task.taskId === this.openTaskId());
    const next = tasks[event.key === 'j' ? Math.min(now + 1, tasks.length - 1) : Math.max(now - 1, 0)];
    if (!next) return;
    event.preventDefault();
    void this.#router.navigate(['/tasks', next.taskId], { queryParamsHandling: 'preserve' });
  }
}
