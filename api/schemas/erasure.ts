import { z } from 'zod';

export const Erasure = z
  .object({
    ground: z.enum(['purposeAchieved', 'retentionOver', 'consentWithdrawn', 'unlawful']).meta({
      description: 'Article 47 of the Personal Information Protection Law: purpose achieved, time of keeping over, consent withdrawn, held against the law or an agreement',
    }),
  })
  .meta({ id: 'Erasure' });
