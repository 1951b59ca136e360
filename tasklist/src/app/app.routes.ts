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
    path: '',
    canActivate: [signedIn],
    loadChildren: async () => (await import('./shell/shell.routes.ts')).shellRoutes,
  },
];
