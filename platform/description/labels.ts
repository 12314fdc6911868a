import * as z from 'zod';

/** Kubernetes, Labels and Selectors, Syntax and character set. */
export const key = z
  .string()
  .regex(
    /^([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/,
    'must be a key such as team or example.com/team: 63 letters, digits, dots, hyphens and underscores at most',
  );

/** A value. */
export const label = z
  .string()
  .regex(
    /^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/,
    'must be a label value: 63 letters, digits, dots, hyphens and underscores at most',
  );

/** Labels that select pods. */
export const podLabels = z.record(key, label);
