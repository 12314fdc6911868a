import { compareText } from '../document/merge';
import type { Amount, Environment, Provider, Store, StoreKind } from '../model/platform';
import type { ResourceBase } from '../model/resource-base';
import { amount } from '../resolve/container';
import * as defaults from '../resolve/defaults';
import type { Path, Scope } from '../resolve/scope';
import type { Given, Kind } from './kind';
import type { StoreDefaults } from './store-defaults';

const day = 86_400;

/** Where no operator is in common use, a StatefulSet is what teams run. */
export function providerOf(
  { runtime, tier }: Pick<Environment, 'runtime' | 'tier'>,
  given: Provider | undefined,
  operator: string,
): Provider {
  if (given !== undefined) return given;
  const usual = defaults.provider[runtime][tier];
  return usual === 'operator' && operator === '' ? 'container' : usual;
}

/** What every store has. */
export function storeBase(
  scope: Scope,
  environment: Environment,
  name: string,
  given: Given<StoreKind>,
  kind: Pick<Kind<Store>, 'usual' | 'operator'>,
  image: string,
): ResourceBase {
  const path = ['resources', name];
  const store = kind.usual;
  const provider = providerOf(environment, given.provider, kind.operator);
  const tls =
    'tls' in given && given.tls !== undefined
      ? given.tls
      : provider === 'external'
        ? (given.external?.tls ?? true)
        : provider !== 'container';
  const usualPort = portOf(store, provider, tls);
  const several = provider === 'managed' || provider === 'operator';
  return {
    name,
    provider,
    aliases: [...new Set(given.aliases)].sort(compareText),
    address: addressOf(provider, given),
    port: scope.machinePort('resources', name, '') ?? given.external?.port ?? usualPort,
    image: provider === 'container' ? (given.image ?? image) : '',
    cpu: amountOf(scope, [...path, 'cpu'], given.cpu, store.cpu),
    memory: memoryOf(scope, [...path, 'memory'], given.memory, store.memory),
    storage:
      given.storage === undefined
        ? store.storage[environment.size]
        : scope.storage([...path, 'storage'], given.storage),
    instance: provider === 'managed' ? (given.instance ?? store.instance[environment.size]) : '',
    replicas: given.replicas ?? (several ? store.replicas[environment.tier] : 1),
    tls,
    backup: backupOf(scope, [...path, 'backup'], given.backup, several ? store.backup[environment.tier] : 0),
    admin: '',
  };
}

/** A scheme with a port of its own for TLS has it wherever the server is; what AWS alone chose is for managed servers. */
function portOf(store: StoreDefaults, provider: Provider, tls: boolean): number {
  return tls && (provider === 'managed' || (provider === 'external' && store.schemePorts)) ? store.tlsPort : store.port;
}

function addressOf(provider: Provider, given: Given<StoreKind>): ResourceBase['address'] {
  if (provider !== 'external') return { kind: 'own' };
  const host = given.external?.host;
  return host === undefined ? { kind: 'looked-up' } : { kind: 'given', host };
}

function amountOf(scope: Scope, path: Path, given: Given<StoreKind>['cpu'], fallback: number): Amount {
  return amount(given, fallback, (value, at) => scope.cpu([...path, ...at], value));
}

function memoryOf(scope: Scope, path: Path, given: Given<StoreKind>['memory'], fallback: number): Amount {
  return amount(given, fallback, (value, at) => scope.memory([...path, ...at], value));
}

function backupOf(scope: Scope, path: Path, given: string | undefined, fallback: number): number {
  if (given === undefined) return fallback;
  const seconds = scope.duration(path, given);
  if (seconds % day !== 0)
    scope.report({ code: 'whole-days', path, rule: 'but must be whole days', fix: 'write days: "7d"' });
  return Math.ceil(seconds / day);
}
