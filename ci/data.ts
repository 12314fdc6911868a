import { type Platform, routing, secretEntries } from '../platform/index';
import { type OnceTasks, onceTasks } from './ecs-tasks';
import { builtImages, imageNames } from './images';
import { type TestStores, testStoresOf } from './stores/test-stores';

// What the workflows loop over stands in JSON files beside them, so that the number of services never changes a workflow.

export const imagesFile = '.github/slipway/images.json';

export function environmentFile(environment: string): string {
  return `.github/slipway/environments/${environment}.json`;
}

/** One entry of `images.json`. */
export interface ImageEntry {
  readonly name: string;
  readonly context: string;
  readonly dockerfile: string;
  readonly target: string;
  /** `NAME=value` lines, as the build action takes them. */
  readonly args: string;
  /** Empty: no workflow deploys it. */
  readonly architectures: readonly string[];
  readonly test: TestStores;
}

export function imageEntries(platforms: readonly Platform[]): ImageEntry[] {
  const test = testStoresOf(platforms);
  return builtImages(platforms).map(({ args, ...image }) => ({
    ...image,
    args: Object.entries(args)
      .map(([name, value]) => buildArgument(`${name}=${value}`))
      .join('\n'),
    test: test(image.name),
  }));
}

/** A line of the build action's list, which it reads as CSV: quotes hold lines and quotes (docker/build-push-action, "inputs"). */
function buildArgument(text: string): string {
  return /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** One address that must answer after a deploy. */
export interface SmokeTest {
  readonly service: string;
  readonly protocol: 'http' | 'grpc' | 'tcp';
  /** A URL, or `host:port` for tcp. */
  readonly target: string;
}

/** What a deploy job knows of its environment. */
export interface EnvironmentEntry {
  /** Images by name, each of which the deploy needs a digest for. */
  readonly images: readonly string[];
  /** Secrets that a person puts there once. On AWS they are made and asked for by the stacks. */
  readonly secrets: readonly string[];
  readonly smoke: readonly SmokeTest[];
  /** What the pipeline runs itself; elsewhere it is part of the manifests. */
  readonly tasks?: OnceTasks;
}

export function environmentEntry(platform: Platform): EnvironmentEntry {
  const onKubernetes = platform.environment.runtime === 'kubernetes';
  return {
    images: imageNames(platform),
    secrets: onKubernetes ? [...new Set(secretEntries(platform).map((entry) => entry.name))].sort() : [],
    smoke: smokeTests(platform),
    ...(platform.environment.runtime === 'ecs' ? { tasks: onceTasks(platform) } : {}),
  };
}

/**
 * Every route but those of udp, which has no answer to wait for, those of no host, and those that a plain GET does not reach.
 * Of a wildcard some name is asked.
 */
function smokeTests(platform: Platform): SmokeTest[] {
  const { gateway } = platform;
  const usual = gateway.port === (gateway.scheme === 'https' ? 443 : 80);
  const port = usual ? '' : `:${gateway.port}`;
  return routing.routesIn(platform).flatMap(({ service, protocol, path, listen, ...route }): SmokeTest[] => {
    const host = route.host.replace('*', 'smoke-test');
    const other = route.methods.length > 0 && !route.methods.includes('GET');
    // A maintenance page is no failure of the deploy.
    const failing = route.answer?.kind === 'respond' && route.answer.status >= 500;
    if (other || failing || Object.keys(route.headers).length > 0) return [];
    if (protocol === 'udp') return [];
    if (protocol === 'tcp') return host === '' ? [] : [{ service, protocol, target: `${host}:${listen}` }];
    if (host === '') return [];
    return [
      {
        service,
        protocol: protocol === 'grpc' ? 'grpc' : 'http',
        target: `${gateway.scheme}://${host}${port}${path}`,
      },
    ];
  });
}
