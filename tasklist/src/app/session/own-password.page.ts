import { Component, computed, inject, signal } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { SessionStore } from './session-store.ts';

const shortest = 15;

/** Whoever signed in with a password that was given to them chooses one of their own before anything else; others may, too. */
@Component({
  selector: 'gbc-own-password',
  imports: [ProblemNotice, TranslocoDirective],
  template: `
    <main *transloco="let t">
      <form class="panel" (submit)="$event.preventDefault(); send()">
        <header><h1>{{ t('ownPassword.title') }}</h1></header>
        <div class="body stack">
          <p class="soft">{{ t(isOneTime() ? 'ownPassword.oneTime' : 'ownPassword.explain') }}</p>
          @if (problem(); as it) {
            <gbc-problem [problem]="it" />
          }
          <label class="field">
            <span>{{ t('ownPassword.current') }} <em>*</em></span>
            <input class="input" name="current" type="password" autocomplete="current-password" [value]="current()" (input)="current.set($any($event.target).value)" required />
          </label>
          <label class="field">
            <span>{{ t('ownPassword.next') }} <em>*</em></span>
            <input class="input" name="next" type="password" autocomplete="new-password" [attr.minlength]="shortest" [value]="next()" (input)="next.set($any($event.target).value)" required />
            <small class="faint">{{ t('ownPassword.hint', { count: shortest }) }}</small>
          </label>
          <label class="field">
            <span>{{ t('ownPassword.repeated') }} <em>*</em></span>
            <input class="input" name="repeated" type="password" autocomplete="new-password" [value]="repeated()" (input)="repeated.set($any($event.target).value)" required />
            @if (repeated() && repeated() !== next()) {
              <span class="field-error" role="alert">{{ t('ownPassword.differs') }}</span>
            }
          </label>
          <p class="row">
            <button type="submit" class="button primary" data-action="send" [disabled]="isBusy() || !isComplete()">{{ t('ownPassword.send') }}</button>
            <button type="button" class="button" (click)="leave()">{{ t(isOneTime() ? 'account.signOut' : 'action.cancel') }}</button>
          </p>
        </div>
      </form>
    </main>
  `,
  styles: `
    main {
      display: grid;
      place-items: center;
      min-height: 100dvh;
      padding: 16px;
    }
    form {
      width: min(440px, 100%);
    }
  `,
})
export class OwnPasswordPage {
  readonly #session = inject(SessionStore);
  readonly #router = inject(Router);
  protected readonly shortest = shortest;
  protected readonly isOneTime = computed(() => this.#session.session()?.mustChangePassword === true);
  protected readonly current = signal('');
  protected readonly next = signal('');
  protected readonly repeated = signal('');
  protected readonly isBusy = signal(false);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly isComplete = computed(() => this.current() !== '' && this.next().length >= shortest && this.repeated() === this.next());

  protected async send(): Promise<void> {
    this.isBusy.set(true);
    this.problem.set(undefined);
    try {
      await this.#session.changePassword(this.current(), this.next());
      await this.#router.navigateByUrl('/');
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }

  protected async leave(): Promise<void> {
    if (this.isOneTime()) await this.#session.signOut();
    await this.#router.navigateByUrl('/');
  }
}
