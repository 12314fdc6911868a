import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, Chart, Yaml } from 'cdk8s';
import type { Shape } from '../generate';
import { host, labels, namespace, type Props, route, tcp } from './kubernetes-parts';
import { migrationObjects, serviceObjects } from './kubernetes-services';
import { provisionObjects, storeObjects } from './kubernetes-stores';
import { name } from './settings';

const stages = ['base', 'provision', 'migrate', 'services'] as const;
type Stage = (typeof stages)[number];

/** The Kubernetes side by cdk8s: one chart for each step of a deploy, each in an app of its own, which is the fast way. */
export function writeKubernetes(services: readonly Shape[], folder: string): void {
  const objects: Record<Stage, Props[]> = {
    base: [...namespaceObjects(), ...storeObjects(services)],
    provision: provisionObjects(services),
    migrate: services.filter((shape) => shape.database !== '').flatMap(migrationObjects),
    services: [...services.flatMap((shape) => serviceObjects(shape, services)), ...gatewayObjects()],
  };
  mkdirSync(folder, { recursive: true });
  for (const stage of stages) {
    const chart = new Chart(new App({ recordConstructMetadata: false }), stage, {
      namespace,
      disableResourceNameHashes: true,
    });
    for (const [at, props] of objects[stage].entries()) new ApiObject(chart, `${props.kind}-${at}`, props);
    const own = join(folder, stage);
    mkdirSync(own, { recursive: true });
    writeFileSync(join(own, 'objects.yaml'), Yaml.stringify(...chart.toJson()));
    writeFileSync(join(own, 'kustomization.yaml'), Yaml.stringify(kustomization()));
  }
  mkdirSync(join(folder, 'images'), { recursive: true });
  writeFileSync(join(folder, 'images/kustomization.yaml'), Yaml.stringify(imagesComponent(services)));
}

function kustomization(): object {
  return {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    namespace,
    resources: ['objects.yaml'],
    components: ['../images'],
  };
}

function imagesComponent(services: readonly Shape[]): object {
  return {
    apiVersion: 'kustomize.config.k8s.io/v1alpha1',
    kind: 'Component',
    images: services.map((shape) => ({ name: shape.name, newName: `ghcr.io/acme/bench/${shape.name}`, newTag: 'dev' })),
    configMapGenerator: [{ name: 'versions', literals: services.map((shape) => `${shape.name}=dev`) }],
    replacements: services.map((shape) => ({
      source: { kind: 'ConfigMap', name: 'versions', fieldPath: `data.${shape.name}` },
      targets: [shape.name, ...(shape.database === '' ? [] : [`${shape.name}-migrate`])].map((owner) => ({
        select: { name: owner },
        fieldPaths: ['spec.template.metadata.labels.[app.kubernetes.io/version]'],
      })),
    })),
  };
}

function namespaceObjects(): Props[] {
  const restricted = ['audit', 'enforce', 'warn'].map((mode) => [`pod-security.kubernetes.io/${mode}`, 'restricted']);
  const own = (suffix: string, spec: object): Props => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `default-${suffix}`, labels: labels(namespace, 'namespace') },
    spec,
  });
  const system = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } };
  return [
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace, labels: { ...labels(namespace, 'namespace'), ...Object.fromEntries(restricted) } },
    },
    own('deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
    own('dns', {
      podSelector: {},
      policyTypes: ['Egress'],
      egress: [{ to: [system], ports: [{ port: 53, protocol: 'UDP' }, ...tcp(53)] }],
    }),
    own('acme', {
      podSelector: { matchLabels: { 'acme.cert-manager.io/http01-solver': 'true' } },
      policyTypes: ['Ingress'],
      ingress: [{ from: [{ namespaceSelector: {} }], ports: tcp(8089) }],
    }),
  ];
}

function gatewayObjects(): Props[] {
  const allowedRoutes = { namespaces: { from: 'Same' } };
  return [
    {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: {
        name,
        labels: labels(name, 'gateway'),
        annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' },
      },
      spec: {
        gatewayClassName: 'envoy-gateway',
        listeners: [
          {
            name: 'https',
            port: 443,
            protocol: 'HTTPS',
            hostname: host,
            allowedRoutes,
            tls: { mode: 'Terminate', certificateRefs: [{ name: `${name}-tls` }] },
          },
          { name: 'http', port: 80, protocol: 'HTTP', allowedRoutes },
        ],
      },
    },
    route(`${name}-to-https`, 'gateway', 'http', [
      { filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] },
    ]),
  ];
}
