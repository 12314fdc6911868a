import { type Mounted, names, type Volume as Storage, type Writable } from '../../platform/index';
import { claimName } from '../names';
import type { ClaimTemplate, Volume, VolumeMount } from '../types';

export interface PodStorage {
  /** Of the workload, whose volumes these are. */
  readonly pod: string;
  readonly volumes: readonly Storage[];
  /** Which of them others read. */
  readonly shared: readonly string[];
  /** '' for the cluster's own. */
  readonly storageClass: string;
}

/** Volumes of one pod, shared by its containers. Names are the description's own first, so that ours give way. */
export class PodVolumes {
  private readonly volumes = new Map<string, Volume>();
  private readonly storage = new Map<string, Storage>();
  private readonly others = new Map<string, string>();

  constructor(private readonly given: PodStorage) {
    for (const volume of given.volumes) if (!this.storage.has(volume.name)) this.storage.set(volume.name, volume);
  }

  /** Storage that outlives the pod: containers that name the same volume share it. */
  stored(volumes: readonly Storage[]): VolumeMount[] {
    return volumes.map(({ name, path }) => ({ name, mountPath: path }));
  }

  /**
   * Volumes that a container reads: of its own pod, or by the claim of another. The claim says read-only too, or the kubelet
   * would give the owner's files to the group of this pod.
   */
  mounted(mounts: readonly Mounted[]): VolumeMount[] {
    return mounts.map(({ path, owner, volume }) => ({
      name: owner === this.given.pod ? volume : this.other(owner, volume),
      mountPath: path,
      readOnly: true,
    }));
  }

  private other(owner: string, volume: string): string {
    const claim = claimName(owner, volume);
    const known = this.others.get(claim);
    if (known !== undefined) return known;
    const name = this.add([owner, volume], { persistentVolumeClaim: { claimName: claim, readOnly: true } });
    this.others.set(claim, name);
    return name;
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
    const shared = [...this.storage.keys()].filter((name) => this.isShared(name)).map((name) => this.byClaim(name));
    return [...this.volumes.values(), ...shared].sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  /** Storage of the pod alone, as claims. */
  claims(): { readonly name: string; readonly spec: ClaimTemplate['spec'] }[] {
    return [...this.storage.values()]
      .filter(({ name }) => !this.isShared(name))
      .sort((one, other) => (one.name < other.name ? -1 : 1))
      .map(({ name, size }) => ({
        name,
        spec: {
          accessModes: ['ReadWriteOnce'],
          ...(this.given.storageClass !== '' && { storageClassName: this.given.storageClass }),
          resources: { requests: { storage: `${size}Gi` } },
        },
      }));
  }

  /** The same claims by objects of their own, for pods that no StatefulSet makes. */
  claimed(): Volume[] {
    return this.claims().map(({ name }) => this.byClaim(name));
  }

  private byClaim(name: string): Volume {
    return { name, persistentVolumeClaim: { claimName: claimName(this.given.pod, name) } };
  }

  private isShared(name: string): boolean {
    return this.given.shared.includes(name);
  }
}
