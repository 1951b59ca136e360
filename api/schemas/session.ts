import { z } from 'zod';
import { Role } from './values.ts';

export const Credentials = z
  .object({ login: z.string().min(1).max(80), password: z.string().min(1).max(200) })
  .meta({ id: 'Credentials' });

export const Locale = z.enum(['zh-CN', 'en']);

export const Membership = z
  .object({ organisationId: z.string(), organisationKind: z.string(), nameZh: z.string(), nameEn: z.string(), role: Role })
  .meta({ id: 'Membership' });

/** The shortest password that a person may choose: NIST SP 800-63B-4 asks for 15 characters where it is the only factor. */
export const NewPassword = z
  .object({ current: z.string().min(1).max(200), next: z.string().min(15).max(200) })
  .meta({ id: 'NewPassword' });

export const Session = z
  .object({
    person: z.object({ personId: z.string(), login: z.string(), name: z.string() }),
    memberships: z.array(Membership),
    locale: Locale.nullable(),
    mustChangePassword: z.boolean().meta({ description: 'The password was given for one sign-in: nothing else is answered until another is chosen' }),
    csrfToken: z.string().meta({ description: 'Send as X-CSRF-Token with every change' }),
  })
  .meta({ id: 'Session' });
