import { type ConfigFile, type Container as Given, images, names } from '../../platform/index';
import type { Lookup } from '../lookup';
import { type Answer, answer } from '../refs';
import type { Container, VolumeMount } from '../types';
import { hardened, helperUser } from './security';
import { Values } from './values';
import type { PodVolumes } from './volumes';

/** Where the container that writes files finds their parts and puts the whole. Seen by that container alone. */
const partsPath = '/slipway/parts';
const wholePath = '/slipway/files';

/**
 * Config files of one pod. A file whose text is known now lies in a ConfigMap. One with a secret (or the instance) in it
 * is written when the pod starts, by an init container, into memory, and so is one with a mode: its fixed parts lie in the ConfigMap and the others
 * come as variables, so that no output holds the value.
 */
export class PodFiles {
  private readonly data = new Map<string, string>();
  private readonly keys = new Set<string>();
  private readonly lines: string[] = [];
  private readonly values: Values;
  private mounted = '';
  private written = '';

  constructor(
    private readonly lookup: Lookup,
    private readonly pod: string,
    private readonly volumes: PodVolumes,
  ) {
    this.values = new Values(lookup, []);
  }

  /** Mounts the files of one container, each at its own path. */
  mount(container: string, files: readonly ConfigFile[]): VolumeMount[] {
    return files.map(({ path, content, mode }) => {
      const key = this.key(container, path);
      const parts = content.map((segment) => (typeof segment === 'string' ? segment : this.part(segment)));
      // The kubelet would add its group's rights to the mode of a file of a ConfigMap.
      const fixed = mode === '' && parts.every((part) => typeof part === 'string');
      if (fixed) this.data.set(key, parts.join(''));
      else this.compose(key, parts, mode);
      return { name: fixed ? this.fixedVolume() : this.writtenVolume(), mountPath: path, subPath: key, readOnly: true };
    });
  }

  /** Keys and texts of the pod's ConfigMap; empty when it needs none. */
  get texts(): Readonly<Record<string, string>> {
    return Object.fromEntries([...this.data].sort(([one], [other]) => (one < other ? -1 : 1)));
  }

  get configMap(): string {
    return names.kubernetesName(this.pod, 'files');
  }

  /** Changes when a text does; '' without files. */
  get hash(): string {
    if (this.data.size === 0 && this.lines.length === 0) return '';
    const all = JSON.stringify([this.texts, this.lines]);
    return names.digest(all, 16);
  }

  /** The init container that writes what is not known now; none when there is no such file. */
  writers(main: Given): Container[] {
    if (this.lines.length === 0) return [];
    return [
      {
        name: 'write-files',
        image: images.busybox,
        command: ['/bin/sh', '-c', ['set -eu', 'umask 027', ...this.lines].join('\n')],
        env: this.values.list(),
        resources: { requests: { cpu: '10m', memory: '16Mi' }, limits: { cpu: '100m', memory: '16Mi' } },
        securityContext: hardened(helperUser(main), [], true),
        volumeMounts: [
          { name: this.writtenVolume(), mountPath: wholePath },
          ...(this.data.size === 0 ? [] : [{ name: this.fixedVolume(), mountPath: partsPath, readOnly: true }]),
        ],
      },
    ];
  }

  /** Kubernetes takes letters, digits, `-`, `_` and `.` in keys; a hash keeps apart what only other characters do. */
  private key(container: string, path: string): string {
    const plain = `${container}${path.replaceAll('/', '.')}`;
    const fits = /^[a-zA-Z0-9._-]{1,200}$/.test(plain) && !plain.includes('..') && !this.keys.has(plain);
    const key = fits ? plain : hashed(container, path);
    this.keys.add(key);
    return key;
  }

  private part(ref: Exclude<ConfigFile['content'][number], string>): string | (Answer & { kind: 'source' }) {
    const found = answer(this.lookup, ref);
    return found.kind === 'text' ? found.text : found;
  }

  private compose(key: string, parts: readonly (string | (Answer & { kind: 'source' }))[], mode: string): void {
    const commands = parts.map((part, at) => {
      if (typeof part !== 'string') return `printf %s "$${this.values.variable(part)}"`;
      this.data.set(`${key}..${at}`, part);
      return `cat ${partsPath}/${key}..${at}`;
    });
    this.lines.push(`{ ${commands.length === 0 ? ':' : commands.join('; ')}; } > ${wholePath}/${key}`);
    if (mode !== '') this.lines.push(`chmod ${mode} ${wholePath}/${key}`);
  }

  private fixedVolume(): string {
    this.mounted ||= this.volumes.add(['files'], { configMap: { name: this.configMap } });
    return this.mounted;
  }

  private writtenVolume(): string {
    this.written ||= this.volumes.add(['written-files'], { emptyDir: { medium: 'Memory', sizeLimit: '16Mi' } });
    return this.written;
  }
}

function hashed(container: string, path: string): string {
  const hash = names.digest(`${container}:${path}`, 12);
  return `${`${container}${path}`.replaceAll(/[^a-zA-Z0-9_-]+/g, '-').slice(0, 180)}.${hash}`;
}
