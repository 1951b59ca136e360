import { inject } from '@angular/core';
import { Router, type CanActivateFn } from '@angular/router';
import { SessionStore } from './session-store.ts';

/** Lets in who is signed in; others sign in first and then come to the page they asked for. */
export const signedIn: CanActivateFn = async (_route, state) => {
  const router = inject(Router);
  const session = await inject(SessionStore).load();
  if (session?.mustChangePassword && !state.url.startsWith('/own-password')) return router.createUrlTree(['/own-password']);
  if (session) return true;
  return router.createUrlTree(['/sign-in'], { queryParams: state.url === '/' ? {} : { returnTo: state.url } });
};

/** Who is signed in already has no business on the sign-in page. */
export const signedOut: CanActivateFn = async () => {
  const router = inject(Router);
  const session = await inject(SessionStore)
    .load()
    .catch(() => null);
  return session ? router.createUrlTree(['/tasks']) : true;
};
