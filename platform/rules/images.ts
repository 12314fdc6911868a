import { posix } from 'node:path';
import type { Platform } from '../model/platform';
import { isLocal } from '../resolve/environment';
import type { Path, Scope } from '../resolve/scope';
import type { Broken, Rule } from './rule';
import { containers } from './walk';

const { join } = posix;

/** OCI Distribution Specification: host and port, lower-case path, tag of at most 128 characters, digest. */
const reference =
  /^(?:[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]+)?\/)?[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*(?::([A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?(@sha256:[0-9a-f]{64})?$/;

/** Images that exist already: of containers, and of stores that run as containers. */
function* images(scope: Scope, platform: Platform): Iterable<{ path: Path; image: string }> {
  for (const { path, fields } of containers(scope, platform)) {
    if (fields.image !== undefined) yield { path: [...path, 'image'], image: fields.image };
  }
  for (const { name, kind, provider } of platform.resources) {
    const given = scope.merged.resources[name];
    if (kind === 'container' || provider !== 'container' || given?.image === undefined) continue;
    yield { path: ['resources', name, 'image'], image: given.image };
  }
}

function* imageReference(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, image } of images(scope, platform)) {
    // Longer texts take the pattern a long time, and no registry has them.
    if (image.length <= 512 && reference.test(image)) continue;
    const rule = 'but that is no reference of an image';
    yield { path, rule, fix: 'write registry/path:tag or registry/path@sha256:<64 digits>, the path in lower case' };
  }
}

function* imageTag(scope: Scope, platform: Platform): Iterable<Broken> {
  if (platform.environment.tier !== 'production') return;
  for (const { path, image } of images(scope, platform)) {
    if (image.length > 512) continue;
    const [found, tag, digest] = reference.exec(image) ?? [];
    if (found === undefined || digest !== undefined || (tag !== undefined && tag !== 'latest')) continue;
    const rule = `but ${tag === undefined ? 'has no tag' : 'that tag moves'}, so that production could change by itself`;
    yield { path, rule, fix: 'name a version, or better a digest: @sha256:...' };
  }
}

/** Of a machine, of Windows, or of another host. */
const absolute = /^\/|^[A-Za-z]:[\\/]|\\|^[a-z+]+:\/\/|^git@/;

/** A folder beside the description: that is what every target can build, and what a checkout holds. */
function* buildPath(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, fields } of containers(scope, platform)) {
    if (fields.build === undefined) continue;
    const short = typeof fields.build === 'string';
    const paths =
      typeof fields.build === 'string'
        ? { context: fields.build }
        : { context: fields.build.context, dockerfile: fields.build.dockerfile };
    for (const [key, value] of Object.entries(paths)) {
      if (value === undefined || !absolute.test(value)) continue;
      const here = short ? [...path, 'build'] : [...path, 'build', key];
      const rule = 'but must be a path relative to the description, with "/" between folders';
      yield { path: here, rule, fix: 'write it relative: services/orders' };
    }
  }
}

/** Compose builds what it starts; for other targets a workflow does, perhaps of another checkout. */
function* buildFound(scope: Scope, platform: Platform): Iterable<Broken> {
  const { found, buildsHere } = scope.document;
  if (found === undefined) return;
  const warning = buildsHere !== true || !isLocal(platform.environment.runtime);
  for (const { path, container } of containers(scope, platform)) {
    const { image } = container;
    if (image.kind !== 'build') continue;
    const { context, dockerfile } = image;
    if (absolute.test(context) || absolute.test(dockerfile)) continue;
    const what =
      found(context) !== 'folder'
        ? 'names a folder that is not there'
        : found(join(context, dockerfile)) === 'file'
          ? undefined
          : `names a folder without ${dockerfile}`;
    if (what === undefined) continue;
    const fix = 'write the path of a folder with its Dockerfile, from the folder of the description';
    yield { path: [...path, 'build'], value: '', warning, rule: what, fix };
  }
}

/** Nothing else says where the program is that was built. */
function* buildCommand(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const { path, fields } of containers(scope, platform)) {
    if (typeof fields.build !== 'object' || fields.build.command === undefined) continue;
    if (fields.build.command.some((word) => String(word).includes('{out}'))) continue;
    const rule = 'names no file to write, so that nobody would find the program';
    yield { path: [...path, 'build', 'command'], value: '', rule, fix: 'add the words -o and {out}' };
  }
}

export const imageRules: readonly Rule[] = [
  {
    code: 'image-reference',
    summary: 'An image is named as registries name it: registry/path:tag or registry/path@sha256:...',
    fix: 'correct the reference',
    find: imageReference,
  },
  {
    code: 'image-tag',
    summary:
      'In tier production an image has a digest, or a tag other than latest: what a moving tag means changes without a deploy. An environment may live with it: accept: [image-tag].',
    fix: 'name a version, or better a digest',
    acceptable: true,
    find: imageTag,
  },
  {
    code: 'build-path',
    summary: 'What is built lies in a folder relative to the description, so that every checkout has it.',
    fix: 'write a relative path',
    find: buildPath,
  },
  {
    code: 'build-found',
    summary:
      'What is built is there: a folder with a Dockerfile. `check` and `dev` refuse an environment on Compose without it; it is a warning for other targets, which a workflow builds for, and in `synth`, which builds nothing.',
    fix: 'correct the path, or add the Dockerfile',
    find: buildFound,
  },
  {
    code: 'build-command',
    summary: 'A command that builds a program says where to: `{out}` stands for the file to write.',
    fix: 'write {out} where the command takes the path of its output',
    find: buildCommand,
  },
];
