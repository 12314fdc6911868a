import {
  type Document,
  type Job,
  kindOf,
  type Platform,
  type Problem,
  type Resource,
  type Service,
  sortProblems,
} from '../../platform/index';
import { Refused } from '../outcome';
import { everywhere } from '../problems';
import { canStart } from './stores/find';

interface Refusal {
  readonly path: readonly string[];
  readonly rule: string;
  readonly fix: string;
}

/** Refuses what exists only with containers. Everything that is started here is refused before anything starts. */
export function refuseContainersOnly(document: Document, platform: Platform): void {
  const { name } = platform.environment;
  const found = [
    ...[...platform.services, ...platform.jobs.filter(runsNow)].flatMap(ofWorkload),
    ...platform.resources.flatMap(ofResource),
  ];
  if (found.length === 0) return;
  const problems = found.map((each) => problem(document, each));
  throw new Refused(name, everywhere(sortProblems(problems)));
}

/** Jobs on a schedule wait for a person, as on Compose. */
export function runsNow(job: Job): boolean {
  return job.trigger.kind === 'deploy';
}

function ofWorkload(workload: Service | Job): Refusal[] {
  const base = [`${workload.kind}s`, workload.name];
  const refusals: Refusal[] = [];
  const refuse = (field: string, rule: string, fix: string) => refusals.push({ path: [...base, field], rule, fix });
  const containers = 'run `slipway dev` with a Docker engine';
  if (workload.image.kind === 'reference') {
    refuse(
      'image',
      'is an image, which holds no program for this machine',
      `build it from its source, or ${containers}`,
    );
  }
  const fields = ['init', 'sidecars', 'files', 'volumes', 'mounts', 'hostPaths'] as const;
  for (const field of fields.filter((each) => workload[each].length > 0)) {
    refuse(field, 'are part of a container, and a process has none', containers);
  }
  return refusals;
}

function ofResource(resource: Resource): Refusal[] {
  if (resource.address.kind !== 'own' || canStart(resource)) return [];
  const { name } = resource;
  const what = resource.kind === 'container' ? 'a server of another kind' : kindOf(resource).title;
  return [
    {
      path: ['resources', name],
      rule: `is ${what}, which Slipway starts in a container alone`,
      fix: 'give its address: provider: external with external: { host: ... }, or run `slipway dev` with a Docker engine',
    },
  ];
}

function problem({ file, source }: Document, { path, rule, fix }: Refusal): Problem {
  const place = source.keyPlace(path);
  return { code: 'containers-only', file, ...place, field: path.join('.'), value: '', rule, fix };
}
