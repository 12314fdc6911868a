import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

/** PostgreSQL's own count, SCRAM_SHA_256_DEFAULT_ITERATIONS. */
const iterations = 4096;

/**
 * A password as PostgreSQL stores it (RFC 5803), so that the password itself is in no statement and no log of the server.
 * NFKC is what RFC 4013 (SASLprep) does to letters beyond ASCII.
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  const salted = pbkdf2Sync(password.normalize('NFKC'), salt, iterations, 32, 'sha256');
  const hmac = (text: string) => createHmac('sha256', salted).update(text).digest();
  const stored = createHash('sha256').update(hmac('Client Key')).digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${stored}:${hmac('Server Key').toString('base64')}`;
}
