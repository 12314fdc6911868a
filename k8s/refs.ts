import { addressSecret, credentialKey, imageVersion, type Ref, secretVariable } from '../platform/index';
import { versionLabel } from './labels';
import { get, type Lookup } from './lookup';
import type { EnvVarSource } from './types';

/** What a reference becomes: a text that is known now, or a source of a variable that the node reads at the start. */
export type Answer =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'source'; readonly source: EnvVarSource; readonly variable: string };

type RefOf<Kind extends Ref['kind']> = Extract<Ref, { kind: Kind }>;

const answers: { readonly [Kind in Ref['kind']]: (lookup: Lookup, ref: RefOf<Kind>) => Answer } = {
  service: (lookup, ref) => {
    if (ref.attribute === 'host') return text(ref.service);
    const port = get(lookup.services, ref.service).ports.find(({ name }) => name === ref.port);
    if (port === undefined)
      throw new Error(`the model names port "${ref.port}" of "${ref.service}", which it does not hold`);
    return text(String(port.as));
  },
  resource: (lookup, ref) => {
    const { name, address, port } = get(lookup.resources, ref.resource);
    if (ref.attribute === 'port') return text(String(port));
    if (address.kind === 'looked-up') return secret(addressSecret(name), ref.attribute);
    const host = address.kind === 'given' ? address.host : name;
    return text(ref.attribute === 'host' ? host : `${host}:${port}`);
  },
  credential: (lookup, ref) => {
    const { name, user } = get(lookup.credentials, ref.credential);
    return ref.attribute === 'user' && user !== '' ? text(user) : secret(name, credentialKey(ref));
  },
  secret: (_, ref) => secret(ref.secret, ref.key),
  gateway: (lookup, ref) => text(lookup.platform.gateway[ref.attribute]),
  instance: (_, ref) =>
    ref.attribute === 'name'
      ? source('SLIPWAY_INSTANCE_NAME', { fieldRef: { fieldPath: 'metadata.name' } })
      : source('SLIPWAY_INSTANCE_IP', { fieldRef: { fieldPath: 'status.podIP' } }),
  version: (lookup, ref) => {
    const image = get(lookup.images, ref.workload);
    if (image.kind === 'reference') return text(imageVersion(image.reference));
    return source('SLIPWAY_VERSION', { fieldRef: { fieldPath: `metadata.labels['${versionLabel}']` } });
  },
  passthrough: (_, ref) =>
    source(`SLIPWAY_${ref.name}`, { configMapKeyRef: { name: passthroughMap, key: ref.name, optional: true } }),
};

/** The ConfigMap that stands for the machine that starts the containers: the team makes it, or not. */
export const passthroughMap = 'environment';

export function answer<Kind extends Ref['kind']>(lookup: Lookup, ref: RefOf<Kind>): Answer {
  return answers[ref.kind as Kind](lookup, ref);
}

/** A key of a Secret that `slipway secrets` makes or the team gives. */
export function secretSource(name: string, key: Parameters<typeof secretVariable>[1]): EnvVarSource {
  return { secretKeyRef: { name, key } };
}

function text(value: string): Answer {
  return { kind: 'text', text: value };
}

function source(variable: string, from: EnvVarSource): Answer {
  return { kind: 'source', source: from, variable };
}

function secret(name: string, key: Parameters<typeof secretVariable>[1]): Answer {
  return source(`SLIPWAY_${secretVariable(name, key)}`, secretSource(name, key));
}
