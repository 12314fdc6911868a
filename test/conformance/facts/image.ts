import type { Container, Image, Platform } from '../../../platform/index';
import { runsOn } from '../accepts';
import { containersOf, mapValues, roleOf } from '../canonical';
import type { Fact, Plain } from '../fact';
import type { Found } from '../outputs/cdk';
import type { K8sOutput } from '../outputs/k8s';
import type { PipelineOutput } from '../outputs/pipeline';

export const image: Fact = {
  title: 'every container runs the image that its description names or builds, on the processor that it is for',
  expected: (platform) =>
    mapValues(containersOf(platform), (container, key) => ({
      image: imageOf(platform, container.image),
      architecture: architectureOf(platform, container, key),
    })),
  compose: (output) =>
    mapValues(output.containers(), ({ image: given, build, platform = 'linux/any' }) => {
      const [, registry = '', name] = /^(.+)\/([^/]+):dev$/.exec(given) ?? [];
      const { context = '', dockerfile = '', target = '', args = {} } = build ?? {};
      // From dist/<environment>/compose to the folder of the description.
      const folder = context.replace(/^(\.\.\/){3}/, '');
      return {
        image:
          build === undefined || name === undefined
            ? given
            : { registry, name, context: folder, dockerfile, target, args: linesOf(args) },
        architecture: platform.slice('linux/'.length),
      };
    }),
  cdk: (output) =>
    mapValues(output.containers(), ({ task, definition }) => {
      const architecture = task.resource.Properties.RuntimePlatform.CpuArchitecture === 'ARM64' ? 'arm64' : 'amd64';
      const given = output.text(task.template, definition.Image);
      const name = /^built (.+)$/.exec(given)?.[1];
      if (name === undefined) return { image: given, architecture };
      return { image: builtOf(output.pipeline, name, architecture, registryOf(task, name)), architecture };
    }),
  k8s: (output) =>
    mapValues(output.containers(), (container, key) => {
      const architecture = output.podOf(key).nodeSelector?.['kubernetes.io/arch'] ?? 'any';
      // A name without a tag is one that the kustomization replaces.
      const registry = replacedBy(output, container.image);
      return {
        image:
          registry === undefined ? container.image : builtOf(output.pipeline, container.image, architecture, registry),
        architecture,
      };
    }),
};

/** An image's digest is known only when it is deployed: what is built here is known by what it is built of, and where to. */
function imageOf(platform: Platform, given: Image): Plain {
  if (given.kind === 'reference') return given.reference;
  const { name, context, dockerfile, target, args } = given;
  // A laptop's own engine has no registry; a name without one would be looked for in the public one.
  const registry = platform.environment.registry === '' ? `localhost/${platform.name}` : platform.environment.registry;
  return { registry, name, context, dockerfile, target, args: linesOf(args) };
}

/** Containers of one pod run on one node. */
function architectureOf(platform: Platform, container: Container, key: string): string {
  if (!runsOn(platform, 'kubernetes')) return container.architecture;
  const { owner, role } = roleOf(key);
  const together = Object.entries(containersOf(platform)).filter(
    ([each]) => roleOf(each).owner === owner && (role === 'migrate') === (roleOf(each).role === 'migrate'),
  );
  const wanted = together.map(([, each]) => each.architecture).find((each) => each !== 'any');
  return container.architecture === 'any' ? (wanted ?? 'any') : container.architecture;
}

function linesOf(args: Readonly<Record<string, string>>): string[] {
  return Object.entries(args).map(([name, value]) => `${name}=${value}`);
}

/** What the workflows build, if they do so for the processor that the container runs on. */
function builtOf(pipeline: PipelineOutput, name: string, architecture: string, registry: string): Plain {
  const found = pipeline.images().find((each) => each.name === name);
  if (found === undefined) return `${name}, which nothing builds`;
  const { context, dockerfile, target, args, architectures } = found;
  const wanted = architecture === 'any' ? ['amd64', 'arm64'] : [architecture];
  if (!wanted.every((each) => architectures.includes(each))) return `${name}, which is not built for ${architecture}`;
  return { registry, name, context, dockerfile, target, args: args === '' ? [] : args.split('\n') };
}

/** The registry that a task may pull from, where an image of that name is in it. */
function registryOf({ template, resource }: Found, name: string): string {
  const [role = ''] = resource.Properties.ExecutionRoleArn['Fn::GetAtt'];
  const text = JSON.stringify(template.Resources[role]);
  const found = [...text.matchAll(/arn:aws:ecr:([^:"]+):(\d+):repository\/([^"]+)/g)].find(([, , , repository = '']) =>
    repository.endsWith(`/${name}`),
  );
  if (found === undefined) return 'none that the task may pull from';
  const [, region, account, repository = ''] = found;
  return `${account}.dkr.ecr.${region}.amazonaws.com/${repository.slice(0, -name.length - 1)}`;
}

function replacedBy(output: K8sOutput, image: string): string | undefined {
  if (/[:@]/.test(image)) return undefined;
  const found = output.replacedImages().find((each) => each.name === image);
  return found === undefined ? undefined : found.newName.slice(0, -image.length - 1);
}
