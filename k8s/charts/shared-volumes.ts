import { sharedVolumes } from '../../platform/index';
import { settingsOf } from '../cluster';
import { labelsOf } from '../labels';
import { get, type Lookup, ownerOf } from '../lookup';
import { claimName } from '../names';
import type { PersistentVolumeClaim } from '../types';
import { componentOf } from './service';

export const sharedVolumesPath = 'base/volumes.yaml';

/** On top of the file: no output knows what a cluster had before, and the API server says little of why it refuses. */
export const sharedVolumesNotes = [
  'Volumes that several workloads mount. Where a volume gets its first reader in a cluster that has it already, its owner',
  'has a claim for each replica: the API server refuses to apply the changed StatefulSet (volumeClaimTemplates), and',
  'nothing is lost. The data is in <volume>-<owner>-0: apply base, copy it into the claim <owner>-<volume> with a Job that',
  'mounts both, kubectl delete statefulset <owner>, and apply again. The old claims stay until you delete them.',
];

/**
 * The claims of volumes that others read: one each, for all replicas of the owner and all readers, wherever they run. They
 * come before both, since a job that reads may come before the service that writes.
 */
export function sharedClaims(lookup: Lookup): PersistentVolumeClaim[] {
  const { platform, services, resources } = lookup;
  return sharedVolumes(platform).map(({ owner, volume }) => {
    const service = services.get(owner);
    const component = service === undefined ? get(resources, owner).kind : componentOf(service);
    const { size } = volumeOf(lookup, owner, volume);
    const { sharedStorageClass } = settingsOf(platform, owner);
    return {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: claimName(owner, volume), labels: labelsOf(platform, owner, component) },
      spec: {
        accessModes: ['ReadWriteMany'],
        ...(sharedStorageClass !== '' && { storageClassName: sharedStorageClass }),
        resources: { requests: { storage: `${size}Gi` } },
      },
    };
  });
}

function volumeOf(lookup: Lookup, owner: string, name: string) {
  const volume = ownerOf(lookup, owner).volumes.find((each) => each.name === name);
  if (volume === undefined) throw new Error(`"${owner}" has no volume "${name}", though another mounts it`);
  return volume;
}
