import type { Amount, Container as Given, Image } from '../../platform/index';
import type { Lookup } from '../lookup';
import type { Container } from '../types';
import type { PodFiles } from './files';
import { hardened } from './security';
import { Values } from './values';
import type { PodVolumes } from './volumes';

/** What the containers of one pod share. */
export interface PodParts {
  readonly lookup: Lookup;
  readonly volumes: PodVolumes;
  readonly files: PodFiles;
}

/** A container of the model in a pod. */
export function containerOf({ lookup, volumes, files }: PodParts, given: Given): Container {
  const values = new Values(lookup, given.env);
  const command = values.words(given.command);
  const args = values.words(given.args);
  const env = values.list();
  const mounts = [
    ...volumes.stored(given.volumes),
    ...volumes.mounted(given.mounts),
    ...volumes.writable(given.name, given.writable),
    ...files.mount(given.name, given.files),
  ].sort((one, other) => (one.mountPath < other.mountPath ? -1 : 1));
  return {
    name: given.name,
    image: imageOf(given.image),
    ...(command.length > 0 && { command }),
    ...(args.length > 0 && { args }),
    ...(env.length > 0 && { env }),
    resources: resourcesOf(given.cpu, given.memory),
    securityContext: hardened(given.user, given.capabilities, given.readOnlyRoot),
    ...(mounts.length > 0 && { volumeMounts: mounts }),
  };
}

/** A built image has its name alone; `images:` of the kustomization says where it is and which one it is. */
export function imageOf(image: Image): string {
  return image.kind === 'build' ? image.name : image.reference;
}

export function resourcesOf(cpu: Amount, memory: Amount): Container['resources'] {
  const limits = {
    ...(cpu.limit > 0 && { cpu: cpuOf(cpu.limit) }),
    ...(memory.limit > 0 && { memory: `${memory.limit}Mi` }),
  };
  return {
    requests: { cpu: cpuOf(cpu.request), memory: `${memory.request}Mi` },
    ...(Object.keys(limits).length > 0 && { limits }),
  };
}

/** As the API server writes it, so that nothing differs after `kubectl apply`. */
function cpuOf(thousandths: number): string {
  return thousandths % 1000 === 0 ? String(thousandths / 1000) : `${thousandths}m`;
}
