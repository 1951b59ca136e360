import 'express-session';
import 'pino-http';
import type { SignedIn } from '@gbc/identity';

declare global {
  namespace Express {
    interface Request {
      /** Who is signed in, after the session was read. */
      signedIn?: SignedIn;
    }
  }
}

declare module 'express-session' {
  interface SessionData {
    personId: string;
    csrfToken: string;
  }
}
