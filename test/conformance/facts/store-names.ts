import { kindOf, type Platform, type Resource, type Store } from '../../../platform/index';
import { accepts } from '../accepts';
import { mapValues } from '../canonical';
import type { Fact, Plain } from '../fact';
import type { CdkOutput } from '../outputs/cdk';

/** Where a name leads that is no container's. */
const leads = (alias: string, host: string) => `${alias} is ${host}`;
const own = 'the host that it publishes';

export const storeNames: Fact = {
  title: 'every store answers to its further names, wherever it is',
  expected: (platform): Plain => mapValues(stores(platform), (store) => expectedOf(platform, store)),
  compose: (output) =>
    mapValues(stores(output.platform), ({ name, provider }) => {
      if (provider !== 'container') return [];
      const networks = Object.values(output.service(output.holder(name)).networks ?? {});
      return [...new Set(networks.flatMap(({ aliases = [] }) => aliases))].filter((each) => each !== name).sort();
    }),
  k8s: (output) =>
    mapValues(stores(output.platform), ({ name, provider }) =>
      output
        .all('Service')
        .filter(({ metadata }) => metadata.labels?.['app.kubernetes.io/name'] === name && metadata.name !== name)
        .flatMap(({ metadata, spec }) => {
          if (provider !== 'container') return [leads(metadata.name, String(spec.externalName))];
          return spec.selector?.['app.kubernetes.io/name'] === name ? [metadata.name] : [];
        })
        .sort(),
    ),
  cdk: (output) => mapValues(stores(output.platform), (store) => recordsOf(output, store)),
};

function stores({ resources }: Platform): Record<string, Store> {
  return Object.fromEntries(
    resources.flatMap((each): [string, Store][] => (each.kind === 'container' ? [] : [[each.name, each]])),
  );
}

function expectedOf(platform: Platform, store: Store): Plain {
  const { aliases, provider, address } = store;
  if (provider === 'container') return aliases;
  if (accepts(platform, 'compose', 'unsupported-aliases')) return [];
  if (address.kind === 'given') return aliases.map((alias) => leads(alias, address.host));
  if (accepts(platform, 'kubernetes', 'unsupported-aliases')) return [];
  const several = kindOf(store).reachedBy === 'addresses';
  return several && accepts(platform, 'ecs', 'unsupported-aliases') ? [] : aliases.map((alias) => leads(alias, own));
}

/** Records of the namespace in the DNS of the VPC: those in the store's stack, or the cluster's for a store that is elsewhere. */
function recordsOf(output: CdkOutput, { name, provider, aliases, address }: Resource): string[] {
  const home = output.templates[provider === 'managed' ? name : 'cluster'];
  const path = `/${output.platform.name}/${output.platform.environment.name}/${name}/host`;
  return output
    .all('AWS::ServiceDiscovery::Service')
    .filter(({ template, resource }) => template === home && aliases.includes(resource.Properties.Name))
    .flatMap(({ id, template, resource: { Properties } }) => {
      const [record] = Properties.DnsConfig.DnsRecords;
      const instances = output
        .all('AWS::ServiceDiscovery::Instance')
        .filter((each) => each.template === template && each.resource.Properties.ServiceId['Fn::GetAtt'][0] === id);
      if (record.Type !== 'CNAME' || Properties.DnsConfig.RoutingPolicy !== 'WEIGHTED') return [];
      return instances.map(({ resource }) => {
        const target = resource.Properties.InstanceAttributes.AWS_INSTANCE_CNAME;
        if (target === (address.kind === 'given' ? address.host : undefined)) return leads(Properties.Name, target);
        return leads(Properties.Name, isHost(output, template, target, path) ? own : JSON.stringify(target));
      });
    })
    .sort();
}

/** Whether a value is what is published as the host of a store: by its own stack, or by the team for one that is elsewhere. */
function isHost(output: CdkOutput, template: CdkOutput['templates'][string], value: unknown, path: string): boolean {
  const published = output
    .all('AWS::SSM::Parameter')
    .find((each) => each.template === template && each.resource.Properties.Name === path);
  if (published !== undefined) return JSON.stringify(published.resource.Properties.Value) === JSON.stringify(value);
  const { Ref: parameter } = value as { Ref?: string };
  return parameter !== undefined && template?.Parameters?.[parameter]?.Default === path;
}
