import { Component, computed, inject } from '@angular/core';
import { MatMenuModule } from '@angular/material/menu';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { ReferenceStore } from '../reference/reference-store.ts';
import { SessionStore } from '../session/session-store.ts';
import { Icon } from '../ui/icon.ts';
import { LanguageSwitch } from './language-switch.ts';

/** Who I am, as what, and the way out. */
@Component({
  selector: 'gbc-account',
  imports: [Icon, LanguageSwitch, MatMenuModule, RouterLink, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <button type="button" class="who" [matMenuTriggerFor]="menu" [attr.aria-label]="t('account.open')">
        <gbc-icon name="person" />
        <span class="words">
          <strong>{{ session.session()?.person?.name }}</strong>
          <small>{{ first() }}</small>
        </span>
        <gbc-icon name="down" />
      </button>
      <mat-menu #menu="matMenu" xPosition="before">
        <div class="memberships" role="presentation">
          <h3>{{ t('account.roles') }}</h3>
          @for (it of session.memberships(); track $index) {
            <p>{{ reference.nameOf(it) }} · {{ t('role.' + it.role) }}</p>
          }
          <div class="phone-only"><gbc-language /></div>
        </div>
        @if (mayLookAtPeople()) {
          <a mat-menu-item routerLink="/admin">{{ t('account.people') }}</a>
        }
        <a mat-menu-item routerLink="/own-password">{{ t('account.password') }}</a>
        <button mat-menu-item (click)="signOut()">{{ t('account.signOut') }}</button>
      </mat-menu>
    </ng-container>
  `,
  styles: `
    .who {
      display: flex;
      gap: 8px;
      align-items: center;
      padding: 4px 6px;
      border: 0;
      border-radius: var(--radius);
      background: none;
      color: var(--text);
      font: inherit;
      text-align: left;
      cursor: pointer;
    }
    .who:hover {
      background: var(--ink-soft);
    }
    .words {
      display: grid;
      line-height: 1.25;
    }
    small {
      color: var(--text-soft);
    }
    .memberships {
      display: grid;
      gap: 4px;
      max-width: 320px;
      padding: 8px 16px 12px;
      border-bottom: 1px solid var(--line);
    }
    .phone-only {
      display: none;
    }
    @media (max-width: 760px) {
      .words {
        display: none;
      }
      .phone-only {
        display: block;
      }
    }
  `,
})
export class AccountMenu {
  readonly #router = inject(Router);
  protected readonly session = inject(SessionStore);
  protected readonly reference = inject(ReferenceStore);
  protected readonly mayLookAtPeople = computed(() => this.session.has('platform-admin', 'regulator'));
  protected readonly first = computed(() => {
    const membership = this.session.memberships()[0];
    return membership ? `${this.reference.nameOf(membership)} · ${this.reference.roleName(membership.role)}` : '';
  });

  async signOut(): Promise<void> {
    await this.session.signOut();
    await this.#router.navigate(['/sign-in']);
  }
}
