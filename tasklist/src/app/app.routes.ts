import type { Routes } from '@angular/router';
import { signedIn, signedOut } from './session/session-guards.ts';

/** Titles are translation keys; page-title.ts turns them into words. */
export const routes: Routes = [
  {
    path: 'sign-in',
    title: 'signIn.title',
    canActivate: [signedOut],
    loadComponent: async () => (await import('./session/sign-in.page.ts')).SignInPage,
  },
  {
    path: 'own-password',
    title: 'ownPassword.title',
    canActivate: [signedIn],
    loadComponent: async () => (await import('./session/own-password.page.ts')).OwnPasswordPage,
  },
  {
    path: '',
    canActivate: [signedIn],
    loadChildren: async () => (await import('./shell/shell.routes.ts')).shellRoutes,
  },
];
