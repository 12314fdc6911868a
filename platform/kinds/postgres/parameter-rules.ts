import type { Platform } from '../../model/platform';
import type { Scope } from '../../resolve/scope';
import type { Broken, Rule } from '../../rules/rule';
import { rdsParameter, unitFault } from './parameters';

function* parameters(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const store of platform.resources) {
    const given = scope.merged.resources[store.name];
    if (store.kind !== 'postgres' || given?.kind !== 'postgres') continue;
    for (const [name, written] of Object.entries(given.parameters ?? {})) {
      const value = String(written);
      const path = ['resources', store.name, 'parameters', name];
      const wrong = unitFault(name, value);
      if (wrong !== undefined) yield { path, ...wrong };
      else if (name === 'rds.force_ssl')
        yield {
          path,
          key: true,
          value: '',
          rule: 'is what Slipway sets by itself, where clients speak TLS',
          fix: 'remove it',
        };
      else if (store.provider === 'managed') {
        const translated = rdsParameter(name, value, store.version);
        if ('rule' in translated) yield { path, ...translated };
      }
    }
  }
}

export const parameterRules: readonly Rule[] = [
  {
    code: 'postgres-parameter',
    summary:
      'A parameter of PostgreSQL has a value in a unit of its kind, a size or a time; Amazon RDS takes numbers alone, so that there the unit of a parameter must be one that is known.',
    fix: 'write a value in a unit of the parameter, or a number in its own',
    find: parameters,
  },
];
