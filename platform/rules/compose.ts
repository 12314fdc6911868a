import { isIP } from 'node:net';
import type { Platform } from '../model/platform';
import { isLocal } from '../resolve/environment';
import type { Scope } from '../resolve/scope';
import type { Broken, Rule } from './rule';
import { containers } from './walk';

/** Fields of a laptop; elsewhere they would be read and mean nothing. */
function* composeField({ name, given }: Scope, { environment }: Platform): Iterable<Broken> {
  if (given.compose === undefined) return;
  const path = ['environments', name, 'compose'];
  if (!isLocal(environment.runtime)) {
    yield { path, key: true, rule: `has no meaning on ${environment.runtime}`, fix: 'remove it' };
    return;
  }
  const { publish } = given.compose;
  if (publish === undefined || isIP(publish) !== 0) return;
  yield {
    path: [...path, 'publish'],
    rule: 'but that is no address',
    fix: 'write 127.0.0.1, 0.0.0.0 or one of the machine',
  };
}

/** What a container has of the machine it can change there; with the socket of Docker it is root of the machine. */
function* hostPath(scope: Scope, platform: Platform): Iterable<Broken> {
  if (!isLocal(platform.environment.runtime)) return;
  for (const { path, container } of containers(scope, platform)) {
    for (const { path: target, from, readOnly } of container.hostPaths) {
      const what = /(^|\/)docker\.sock$/.test(from)
        ? 'the socket of Docker, and with it everything on the machine'
        : `${from} of the machine${readOnly ? '' : ', to change what is in it'}`;
      yield {
        path: [...path, 'hostPaths', target],
        key: true,
        rule: `gives the container ${what}`,
        fix: 'use volumes: or files:',
      };
    }
  }
}

export const composeRules: readonly Rule[] = [
  {
    code: 'compose-field',
    summary:
      '`compose` says what Compose has of its own, and has no meaning elsewhere; ports are published on an address.',
    fix: 'remove it, or correct the address',
    find: composeField,
  },
  {
    code: 'host-path',
    summary:
      'A container has files of its own. One of the machine is a way out of the container; with the socket of Docker it is root of the machine.',
    fix: 'use volumes: or files:',
    acceptable: true,
    find: hostPath,
  },
];
