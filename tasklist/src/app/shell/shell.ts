import { Component, DestroyRef, inject } from '@angular/core';
import { Router, RouterLink, RouterLinkActive, RouterOutlet } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { LiveUpdates } from '../live/live-updates.ts';
import { Icon } from '../ui/icon.ts';
import type { IconName } from '../ui/icon-paths.ts';
import { AccountMenu } from './account-menu.ts';
import { AnchorChip } from './anchor-chip.ts';
import { EngineChip } from './engine-chip.ts';
import { Freshness } from './freshness.ts';
import { LanguageSwitch } from './language-switch.ts';

interface Place {
  name: 'tasks' | 'applications' | 'funds' | 'processes' | 'evidence';
  icon: IconName;
}

/** The frame of every page: places on the left (below, on a phone), the state of the whole on top. */
@Component({
  selector: 'gbc-shell',
  imports: [AccountMenu, AnchorChip, EngineChip, Freshness, Icon, LanguageSwitch, RouterLink, RouterLinkActive, RouterOutlet, TranslocoDirective],
  templateUrl: './shell.html',
  styleUrl: './shell.scss',
})
export class Shell {
  readonly #router = inject(Router);

  protected readonly places: Place[] = [
    { name: 'tasks', icon: 'tasks' },
    { name: 'applications', icon: 'applications' },
    { name: 'funds', icon: 'funds' },
    { name: 'processes', icon: 'processes' },
    { name: 'evidence', icon: 'evidence' },
  ];

  constructor() {
    const live = inject(LiveUpdates);
    live.connect();
    inject(DestroyRef).onDestroy(() => live.disconnect());
  }

  protected async search(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const q = String(new FormData(event.target as HTMLFormElement).get('q')).trim();
    await this.#router.navigate(['/applications'], { queryParams: q ? { q } : {} });
  }
}
