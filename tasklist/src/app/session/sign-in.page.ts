import { HttpClient } from '@angular/common/http';
import { Component, inject, input, signal } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { LanguageStore } from '../language/language-store.ts';
import type { Language } from '../language/languages.ts';
import { ProblemNotice } from '../problems/problem-notice.ts';
import { problemOf, type Problem } from '../problems/problem.ts';
import { SessionStore } from './session-store.ts';

interface DemoSignIns {
  password: string;
  accounts: { login: string; organisation: string; role: string; name: string }[];
}

/** Sign-in. On a demo installation its accounts are offered for a first look. */
@Component({
  selector: 'gbc-sign-in',
  imports: [ProblemNotice, TranslocoDirective],
  templateUrl: './sign-in.page.html',
  styleUrl: './sign-in.page.scss',
})
export class SignInPage {
  readonly #session = inject(SessionStore);
  readonly #router = inject(Router);
  readonly #http = inject(HttpClient);

  /** The page that was asked for before signing in. */
  readonly returnTo = input<string>();

  protected readonly language = inject(LanguageStore).language;
  protected readonly demo = signal<DemoSignIns | undefined>(undefined);
  protected readonly problem = signal<Problem | undefined>(undefined);
  protected readonly isBusy = signal(false);

  constructor() {
    this.#http.get<DemoSignIns>('/api/v1/demo-sign-ins').subscribe({
      next: (demo) => this.demo.set(demo),
      // A production installation answers 404: there is nothing to offer.
      error: () => this.demo.set(undefined),
    });
  }

  protected async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    await this.signIn(String(data.get('login')), String(data.get('password')));
  }

  protected async signIn(login: string, password: string): Promise<void> {
    this.isBusy.set(true);
    this.problem.set(undefined);
    try {
      await this.#session.signIn(login, password);
      await this.#router.navigateByUrl(this.returnTo() ?? '/tasks');
    } catch (error) {
      this.problem.set(problemOf(error));
    } finally {
      this.isBusy.set(false);
    }
  }

  protected async chooseLanguage(language: Language): Promise<void> {
    await this.#session.chooseLanguage(language);
  }
}
