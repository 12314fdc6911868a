import type { Scope } from '../resolve/scope';
import type { Broken, Rule } from './rule';

/** `auth:` of a server of the catalogue, which is a container by now: what was written stays in its description. */
function* serverLogin({ merged }: Scope): Iterable<Broken> {
  for (const [name, { title, admin }] of merged.catalogue) {
    const { auth } = { ...merged.resources[name] } as { readonly auth?: string };
    const path = ['resources', name, 'auth'];
    if (auth === 'password' && admin === null) {
      yield { path, rule: `but ${title} asks for no login here`, fix: 'remove it' };
    } else if (auth === 'none' && admin !== null) {
      yield { path, rule: `but ${title} runs with a password alone`, fix: 'remove it' };
    }
  }
}

export const serverLoginRules: readonly Rule[] = [
  {
    code: 'server-login',
    summary:
      'A server of the catalogue asks for a login where Slipway sets its image up with one, and only some can do without.',
    fix: 'remove auth:',
    find: serverLogin,
  },
];
