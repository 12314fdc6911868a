import type { z } from 'zod';
import { type EnvironmentDescription, parts, type ResourceDescription } from '../description/description';
import { type Document, shapeProblems } from '../description/load';
import { merge, sortedEntries } from '../document/merge';
import { Places } from '../document/places';
import { removals } from '../document/removals';
import { expanded } from '../kinds/catalogue/expand';
import type { CatalogueServer } from '../kinds/catalogue/server';
import type { SetAside } from '../limits/acceptance';
import { nearest } from '../model/nearest';
import type { Platform, Service } from '../model/platform';
import { containerServers } from '../model/users';
import { type Problem, sortProblems } from '../problems/problem';
import { checkRules } from '../rules/check';
import { credentialsOf, flowsOf, ownSecrets, withOwners } from './access';
import { environmentOf, gatewayOf, ownerOf, repositoryOf } from './environment';
import { meshesOf } from './meshes';
import { portsOf } from './ports';
import { resourceOf } from './resource';
import { byGateway, routesOf } from './routes';
import { type MachinePorts, type Merged, Scope } from './scope';
import { filledResource, jobOf, serviceOf } from './workload';
import type { World } from './world';

export interface Resolved {
  /** Only where there are no problems. */
  readonly platform?: Platform;
  /** Where rules across fields alone are broken: enough to see what outputs cannot express, and no more. */
  readonly draft?: Platform;
  readonly origins: Places;
  readonly problems: readonly Problem[];
  /** What is no reason to refuse the description. */
  readonly warnings: readonly Problem[];
  /** What broke a rule, and the environment accepts. */
  readonly setAside: readonly SetAside[];
}

/** One environment of a description: complete and checked. `machine`: ports where all run on one machine. */
export function resolve(document: Document, name: string, machine?: MachinePorts): Resolved {
  const { environments } = document.description;
  const given = Object.hasOwn(environments, name) ? environments[name] : undefined;
  if (given === undefined)
    return { ...nothing, origins: new Places(document.source, name), problems: [unknownEnvironment(document, name)] };
  const { merged, problems } = mergedParts(document, name, given);
  const scope = new Scope(document, name, given, merged, machine);
  if (problems.length > 0) return { ...nothing, origins: scope.places, problems: sortProblems(problems) };
  const platform = platformOf(scope);
  const whole = scope.problems.length === 0;
  checkRules(scope, platform);
  const { places: origins, setAside } = scope;
  const [wrong, warnings] = [scope.problems, scope.warnings].map((each) => sortProblems(unique(each)));
  const found = { origins, problems: wrong ?? [], warnings: warnings ?? [], setAside };
  if (found.problems.length === 0) return { ...found, platform };
  return whole ? { ...found, draft: platform } : found;
}

const nothing = { warnings: [], setAside: [] };

function unknownEnvironment(document: Document, name: string): Problem {
  const { file, source, environments } = document;
  const near = nearest(name, environments);
  const rule = `holds no environment "${name}"`;
  const fix = near === undefined ? `there are: ${environments.slice(0, 8).join(', ')}` : `did you mean "${near}"?`;
  return {
    code: 'unknown-environment',
    file,
    ...source.keyPlace(['environments']),
    field: 'environments',
    value: '',
    rule,
    fix,
  };
}

function platformOf(scope: Scope): Platform {
  const { description, merged } = scope;
  const environment = environmentOf(scope);
  const ports = new Map(
    sortedEntries(merged.services).map(([name, given]) => [
      name,
      { ports: portsOf(scope, ['services', name, 'ports'], given.ports, given.placement === 'node') },
    ]),
  );
  const routes = new Map(
    sortedEntries(merged.services).map(([name, given]) => [
      name,
      routesOf(scope, environment, ['services', name], ports.get(name)?.ports ?? [], given.routes),
    ]),
  );
  const bare = sortedEntries(merged.resources).map(([name, given]) => resourceOf(scope, environment, name, given));
  const ofServers = bare.flatMap((each) => (each.kind === 'container' ? each.routes : []));
  const all = [...[...routes.values()].flat(), ...ofServers];
  const used = all.some((route) => byGateway(environment, route));
  const world: World = {
    scope,
    platform: description.platform,
    environment,
    gateway: gatewayOf(scope, environment, used),
    routes: all,
    services: ports,
    resources: new Map(bare.map((resource) => [resource.name, resource])),
  };
  const services = sortedEntries(merged.services).map(
    ([name, given]): Service => ({ ...serviceOf(world, name, given), routes: routes.get(name) ?? [] }),
  );
  const jobs = sortedEntries(merged.jobs).map(([name, given]) => jobOf(world, name, given));
  const filled = bare.map((resource) => (resource.kind === 'container' ? filledResource(world, resource) : resource));
  const resources = withOwners(filled, services);
  const meshes = meshesOf(world);
  const servers = containerServers({ resources });
  const users = [...services, ...jobs, ...servers];
  return {
    name: description.platform,
    owner: ownerOf(description),
    repository: repositoryOf(description),
    environment,
    gateway: world.gateway,
    services,
    jobs,
    resources,
    meshes,
    credentials: credentialsOf(world, users),
    secrets: ownSecrets(scope, users),
    flows: flowsOf({ services, jobs, resources, meshes }),
  };
}

/** Base and overrides together, checked again for their shape, and without what the environment leaves out. */
function mergedParts(
  document: Document,
  name: string,
  given: EnvironmentDescription,
): { merged: Merged; problems: Problem[] } {
  const { description } = document;
  const problems: Problem[] = [];
  const section = <K extends 'services' | 'jobs' | 'resources'>(key: K, schema: z.ZodType): Record<string, unknown> => {
    const base: Record<string, { only?: string[] }> = description[key] ?? {};
    const over: Record<string, unknown> = given[key] ?? {};
    problems.push(...removals(document.source, base, over, [key], ['environments', name, key]));
    for (const other of Object.keys(over).filter((each) => !Object.hasOwn(base, each))) {
      const near = nearest(other, Object.keys(base));
      problems.push({
        code: 'unknown-override',
        file: document.file,
        ...document.source.keyPlace(['environments', name, key, other]),
        field: `environments.${name}.${key}.${other}`,
        value: '',
        rule: `overrides "${other}", which ${key} does not have`,
        fix: near === undefined ? `add it under ${key}: with only: [${name}]` : `did you mean "${near}"?`,
      });
    }
    const present = Object.entries(base).filter(
      ([each, fields]) => (fields.only === undefined || fields.only.includes(name)) && over[each] !== null,
    );
    return Object.fromEntries(
      present.map(([each, fields]) => {
        const own = over[each];
        if (own === undefined) return [each, fields];
        const whole = merge(fields, own, [key, each]);
        problems.push(...again(document, name, schema, whole, [key, each]));
        return [each, whole];
      }),
    );
  };
  const gateway = merge(description.gateway ?? {}, given.gateway, ['gateway']);
  const where = ['environments', name, 'gateway'];
  problems.push(...removals(document.source, description.gateway ?? {}, given.gateway, ['gateway'], where));
  const meshes = merge(description.meshes ?? {}, given.meshes, ['meshes']);
  const group = ['environments', name, 'meshes'];
  problems.push(...removals(document.source, description.meshes ?? {}, given.meshes, ['meshes'], group));
  const merged = {
    gateway,
    services: section('services', parts.service),
    jobs: section('jobs', parts.job),
    ...withCatalogue(section('resources', parts.resource)),
    meshes,
  } as Merged;
  if (given.gateway !== undefined) problems.push(...again(document, name, parts.gateway, gateway, ['gateway']));
  return { merged, problems };
}

/** Kinds of the catalogue as what they are: containers. */
function withCatalogue(resources: Record<string, unknown>): Pick<Merged, 'catalogue' | 'resources'> {
  const catalogue = new Map<string, CatalogueServer>();
  const known = Object.entries(resources).map(([name, given]): [string, ResourceDescription] => {
    const found = expanded(name, given as ResourceDescription);
    if (found === undefined) return [name, given as ResourceDescription];
    catalogue.set(name, found.server);
    return [name, found.description];
  });
  return { catalogue, resources: Object.fromEntries(known) };
}

function again(
  document: Document,
  name: string,
  schema: z.ZodType,
  value: unknown,
  prefix: readonly string[],
): Problem[] {
  const checked = schema.safeParse(value);
  if (checked.success) return [];
  const places = new Scope(
    document,
    name,
    document.description.environments[name] as EnvironmentDescription,
    {} as Merged,
  ).places;
  return shapeProblems(schema, checked.error, document.source, value, prefix, (path, key) => places.locate(path, key));
}

function unique(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}
