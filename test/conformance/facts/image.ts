import type { Image, Platform } from '../../../platform/index';
import { containersOf, mapValues } from '../canonical';
import type { Fact } from '../fact';

/** A built image is named by what is built, since its digest is known only when it is deployed. */
function imageWord(platform: Platform, image: Image): string {
  if (image.kind === 'reference') return image.reference;
  const { name, context, dockerfile, target, args } = image;
  // Only a laptop builds by itself; the other outputs name what the pipeline built.
  return platform.environment.runtime === 'compose'
    ? `built ${JSON.stringify([name, context, dockerfile, target, args])}`
    : `built ${name}`;
}

export const image: Fact = {
  title: 'every container runs the image that its description names, on the processor that it is for',
  expected: (platform) =>
    mapValues(containersOf(platform), (container) => ({
      image: imageWord(platform, container.image),
      architecture: container.architecture,
    })),
  compose: (output) =>
    mapValues(output.containers(), ({ image: given, build, platform = 'linux/any' }) => {
      const name = /^localhost\/[^/]+\/(.+):dev$/.exec(given)?.[1];
      const { context = '', dockerfile, target = '', args = {} } = build ?? {};
      const built = `built ${JSON.stringify([name, context.replace(/^(\.\.\/){3}/, ''), dockerfile, target, args])}`;
      return { image: name === undefined ? given : built, architecture: platform.slice('linux/'.length) };
    }),
  cdk: (output) =>
    mapValues(output.containers(), ({ task, definition }) => ({
      image: output.text(task.template, definition.Image),
      architecture: task.resource.Properties.RuntimePlatform.CpuArchitecture === 'ARM64' ? 'arm64' : 'amd64',
    })),
  k8s: (output) => {
    const text = output.files.get('images/kustomization.yaml') ?? output.files.get('kustomization.yaml') ?? '';
    return mapValues(output.containers(), (container, key) => ({
      // A name without a tag is one that the kustomization replaces.
      image:
        !/[:@]/.test(container.image) && text.includes(`name: ${container.image}\n`)
          ? `built ${container.image}`
          : container.image,
      architecture: output.pod(key.split(' ')[0] ?? '').nodeSelector?.['kubernetes.io/arch'] ?? 'any',
    }));
  },
};
