import { HttpErrorResponse } from '@angular/common/http';
import { computed, inject, Injectable, signal } from '@angular/core';
import { Api } from '../../api/api';
import { changePassword } from '../../api/fn/session/change-password';
import { getSession } from '../../api/fn/session/get-session';
import { setLocale } from '../../api/fn/session/set-locale';
import { signIn } from '../../api/fn/session/sign-in';
import { signOut } from '../../api/fn/session/sign-out';
import type { Membership } from '../../api/models/membership';
import type { Session } from '../../api/models/session';
import { LanguageStore } from '../language/language-store.ts';
import { isLanguage, type Language } from '../language/languages.ts';

export type Role = Membership['role'];

/** Who is signed in, and as what. What one may do is decided by the server; this only hides what it would refuse. */
@Injectable({ providedIn: 'root' })
export class SessionStore {
  readonly #api = inject(Api);
  readonly #language = inject(LanguageStore);
  readonly #session = signal<Session | null | undefined>(undefined);

  /** `undefined` until asked, `null` when nobody is signed in. */
  readonly session = this.#session.asReadonly();
  readonly memberships = computed(() => this.#session()?.memberships ?? []);
  readonly personId = computed(() => this.#session()?.person.personId);
  readonly csrfToken = computed(() => this.#session()?.csrfToken);

  /** Whether any membership has one of the roles. */
  has(...roles: Role[]): boolean {
    return this.memberships().some((membership) => roles.includes(membership.role));
  }

  /** Asks the server once who is signed in. */
  async load(): Promise<Session | null> {
    const known = this.#session();
    if (known !== undefined) return known;
    try {
      await this.#begin(await this.#api.invoke(getSession));
    } catch (error) {
      if (!(error instanceof HttpErrorResponse) || error.status !== 401) throw error;
      this.#session.set(null);
    }
    return this.#session() ?? null;
  }

  async signIn(login: string, password: string): Promise<void> {
    await this.#begin(await this.#api.invoke(signIn, { body: { login, password } }));
  }

  async signOut(): Promise<void> {
    await this.#api.invoke(signOut);
    this.#session.set(null);
  }

  async changePassword(current: string, next: string): Promise<void> {
    this.#session.set(await this.#api.invoke(changePassword, { body: { current, next } }));
  }

  /** The server no longer knows the session. */
  end(): void {
    this.#session.set(null);
  }

  async chooseLanguage(language: Language): Promise<void> {
    await this.#language.show(language);
    if (this.#session()) this.#session.set(await this.#api.invoke(setLocale, { body: { locale: language } }));
  }

  async #begin(session: Session): Promise<void> {
    if (isLanguage(session.locale)) await this.#language.show(session.locale);
    this.#session.set(session);
  }
}
