import { names, type Volume as Storage, type Writable } from '../../platform/index';
import type { ClaimTemplate, Volume, VolumeMount } from '../types';

/** Volumes of one pod, shared by its containers. Names are the description's own first, so that ours give way. */
export class PodVolumes {
  private readonly volumes = new Map<string, Volume>();
  private readonly storage = new Map<string, Storage>();

  /** `storageClass`: '' for the cluster's own. */
  constructor(
    storage: readonly Storage[],
    private readonly storageClass: string,
  ) {
    for (const volume of storage) if (!this.storage.has(volume.name)) this.storage.set(volume.name, volume);
  }

  /** Storage that outlives the pod: containers that name the same volume share it. */
  stored(volumes: readonly Storage[]): VolumeMount[] {
    return volumes.map(({ name, path }) => ({ name, mountPath: path }));
  }

  /** Directories of one container, gone with the pod. */
  writable(container: string, directories: readonly Writable[]): VolumeMount[] {
    return directories.map(({ path, medium, size }) => ({
      name: this.add([container, path], {
        emptyDir: { ...(medium === 'memory' && { medium: 'Memory' }), sizeLimit: `${size}Mi` },
      }),
      mountPath: path,
    }));
  }

  /** Adds a volume and gives it a name that no other has. */
  add(parts: readonly string[], volume: Omit<Volume, 'name'>): string {
    const words = parts.map((part) =>
      part
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .replaceAll(/^-|-$/g, ''),
    );
    const base = names.kubernetesName(...words.filter((word) => word !== ''));
    let name = base;
    for (let count = 2; this.volumes.has(name) || this.storage.has(name); count += 1) {
      name = names.kubernetesName(base, String(count));
    }
    this.volumes.set(name, { name, ...volume });
    return name;
  }

  /** Volumes that the pod defines: without those that a StatefulSet claims for it. */
  list(): Volume[] {
    return [...this.volumes.values()].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** Storage, as claims. */
  claims(): { readonly name: string; readonly spec: ClaimTemplate['spec'] }[] {
    return [...this.storage.values()]
      .sort((one, other) => (one.name < other.name ? -1 : 1))
      .map(({ name, size }) => ({
        name,
        spec: {
          accessModes: ['ReadWriteOnce'],
          ...(this.storageClass !== '' && { storageClassName: this.storageClass }),
          resources: { requests: { storage: `${size}Gi` } },
        },
      }));
  }

  /** The same claims by objects of their own, for pods that no StatefulSet makes. */
  claimed(pod: string): Volume[] {
    return [...this.storage.keys()]
      .sort()
      .map((name) => ({ name, persistentVolumeClaim: { claimName: names.kubernetesName(pod, name) } }));
  }
}
