import { parseAllDocuments } from 'yaml';
import { render } from '../../k8s/index';
import { platformOf } from '../support/platforms';
import { closed, ingress, type Probe, workloads } from './online-boutique.facts';

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  // biome-ignore lint/suspicious/noExplicitAny: manifests are read back as the plain data that they are
  readonly spec: any;
}

/**
 * Differences from what the authors deploy that are meant. Everything else is equal, variable for variable.
 */
const differences = {
  probes: {
    // A connection says only that the port is open; the server's own command says that it answers.
    'redis-cart': 'command',
  } as Readonly<Record<string, string>>,
  /** Variables of the contract, which every workload of every platform has besides its own. */
  contract: [
    /^(APP_ENV|SERVICE_NAME|SERVICE_VERSION|LOG_LEVEL|LOG_FORMAT|GOMEMLIMIT|PORT)$/,
    /^OTEL_(SERVICE_NAME|RESOURCE_ATTRIBUTES|SDK_DISABLED)$/,
    /^(HTTP|GRPC)_PORT$/,
    /^[A-Z]+SERVICE_GRPC_ADDR$/,
    /^FRONTEND_URL$/,
    /^REDIS_(URL|ADDR|TLS)$/,
  ],
  ingress: {
    // Theirs opens the frontend to anyone; ours to the gateway, which is who brings the public, and to who calls it.
    missing: ['frontend * *'],
    // The last one is for the pods by which cert-manager proves that the domain is ours; theirs has no TLS.
    added: ['frontend <gateway> 8080', 'frontend loadgenerator 8080', '<certificate check> <gateway> 8089'],
  },
};

let manifests: Manifest[];

beforeAll(async () => {
  const files = await render(platformOf('online-boutique', 'staging'));
  manifests = [...files].flatMap(([path, text]) =>
    path.endsWith('.yaml') && !path.endsWith('kustomization.yaml')
      ? parseAllDocuments(text)
          .map((document) => document.toJS() as Manifest)
          .filter((manifest) => manifest !== null)
      : [],
  );
});

function podOf(name: string): Manifest['spec'] {
  const found = manifests.find(
    (each) => ['Deployment', 'StatefulSet'].includes(each.kind) && each.metadata.name === name,
  );
  if (found === undefined) throw new Error(`no workload ${name}`);
  return found.spec.template.spec;
}

function probeOf(probe: Manifest['spec']): Probe | { kind: 'command' } | null {
  if (probe === undefined) return null;
  if (probe.exec !== undefined) return { kind: 'command' };
  if (probe.grpc !== undefined) return { kind: 'grpc' };
  if (probe.tcpSocket !== undefined) return { kind: 'tcp' };
  const headers = Object.fromEntries(
    (probe.httpGet.httpHeaders ?? []).map((each: { name: string; value: string }) => [each.name, each.value]),
  );
  return { kind: 'http', path: probe.httpGet.path, headers };
}

function variables(container: Manifest['spec']): Record<string, string> {
  return Object.fromEntries(
    (container.env ?? [])
      .filter((each: { value?: string }) => each.value !== undefined)
      .map((each: { name: string; value: string }) => [each.name, each.value]),
  );
}

describe('Online Boutique on Kubernetes, beside what its authors deploy', () => {
  test('has their twelve workloads', () => {
    expect(Object.keys(workloads)).toHaveLength(12);
    const ours = manifests
      .filter((each) => ['Deployment', 'StatefulSet'].includes(each.kind))
      .map((each) => each.metadata.name);
    expect(ours.sort()).toEqual(Object.keys(workloads).sort());
  });

  describe.each(Object.entries(workloads))('%s', (name, theirs) => {
    test('runs their image on their port', () => {
      const [main] = podOf(name).containers;
      expect(main.image).toBe(theirs.image);
      expect((main.ports ?? []).map((port: { containerPort: number }) => port.containerPort)).toEqual(
        theirs.port === null ? [] : [theirs.port],
      );
    });

    test('is reached under its name on the port that callers use', () => {
      const service = manifests.find((each) => each.kind === 'Service' && each.metadata.name === name);
      const open = service?.spec.ports.map((port: { port: number }) => port.port) ?? [];
      expect(open).toEqual(theirs.as === null ? [] : [theirs.as]);
    });

    test('gets every variable of theirs with the same value, and no other than the contract', () => {
      const ours = variables(podOf(name).containers[0]);
      expect(ours).toMatchObject(theirs.env);
      const added = Object.keys(ours).filter((each) => !Object.hasOwn(theirs.env, each));
      expect(added.filter((each) => !differences.contract.some((pattern) => pattern.test(each)))).toEqual([]);
    });

    test('is asked for its health in the same way', () => {
      const [main] = podOf(name).containers;
      const expected = (probe: Probe | null) =>
        differences.probes[name] === undefined ? probe : { kind: differences.probes[name] };
      expect(probeOf(main.readinessProbe)).toEqual(expected(theirs.readiness));
      expect(probeOf(main.livenessProbe)).toEqual(expected(theirs.liveness));
    });

    test('asks for the same CPU and memory', () => {
      const { requests, limits } = podOf(name).containers[0].resources;
      expect([requests.cpu, limits.cpu]).toEqual(theirs.cpu);
      expect([requests.memory, limits.memory]).toEqual(theirs.memory);
    });

    test('has the same init containers', () => {
      const ours = (podOf(name).initContainers ?? []).map((each: { image: string }) => ({
        image: each.image,
        env: variables(each),
      }));
      expect(ours).toEqual(theirs.init);
    });
  });

  test('opens the ingress edges of their thirteen policies, and the listed ones', () => {
    const ours = manifests
      .filter((each) => each.kind === 'NetworkPolicy')
      .flatMap((policy) =>
        (policy.spec.ingress ?? []).flatMap((rule: { from?: unknown[]; ports?: { port: number }[] }) =>
          (rule.from ?? ['*']).flatMap((from) =>
            (rule.ports ?? [{ port: '*' }]).map((port) => `${target(policy)} ${source(from)} ${port.port}`),
          ),
        ),
      );
    const theirs = ingress.map((edge) => edge.join(' '));
    const { missing, added } = differences.ingress;
    expect([...new Set(ours)].sort()).toEqual([...theirs.filter((edge) => !missing.includes(edge)), ...added].sort());
  });

  test('lets nobody open the workloads whose policies are closed', () => {
    for (const name of closed.filter((each) => each !== 'deny-all')) {
      const open = manifests.filter(
        (each) => each.kind === 'NetworkPolicy' && target(each) === name && (each.spec.ingress ?? []).length > 0,
      );
      expect(open).toEqual([]);
    }
    const denied = manifests.find(
      (each) => each.kind === 'NetworkPolicy' && Object.keys(each.spec.podSelector).length === 0,
    );
    expect(denied?.spec.policyTypes).toEqual(['Ingress', 'Egress']);
  });
});

function target(policy: Manifest): string {
  const labels = policy.spec.podSelector.matchLabels ?? {};
  return (
    labels['app.kubernetes.io/name'] ?? ('acme.cert-manager.io/http01-solver' in labels ? '<certificate check>' : '*')
  );
}

function source(from: unknown): string {
  const peer = from as { podSelector?: { matchLabels?: Record<string, string> }; namespaceSelector?: unknown };
  if (peer.namespaceSelector !== undefined) return '<gateway>';
  return peer.podSelector?.matchLabels?.['app.kubernetes.io/name'] ?? '*';
}
