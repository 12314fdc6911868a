import type { Origin } from '../../platform/index';
import { described, slipway, slipwayJson, small } from './support';

const edge = '    domain: edge.small.example.com\n';
const file = described(
  small.replace(
    edge,
    `${edge}    namespace: team-small
    kubernetes:
      createNamespace: false
      issuer: ca
      imagePullSecrets: [registry]
      labels: { team: small }
      tolerations: [{ key: spot, value: "yes", effect: NoSchedule }, { effect: NoExecute, tolerationSeconds: 9 }]
      workloads: { main: { storageClass: fast, nodeSelector: { pool: data } } }
`,
  ),
);

it('shows what the cluster has of its own, and what a namespace that exists must have', async () => {
  const { code, out } = await slipway(['explain', 'edge', '-f', file]);
  expect(out).toMatch(
    /kubernetes\.createNamespace +false: team-small exists, with pod-security\.kubernetes\.io\/\(enforce\|audit\|warn\): restricted +line 24\n/,
  );
  expect(out).toMatch(/kubernetes\.issuer +ClusterIssuer ca +line 25\n/);
  expect(out).toMatch(/kubernetes\.imagePullSecrets +registry/);
  expect(out).toMatch(/kubernetes\.labels team +small/);
  expect(out).toMatch(/kubernetes\.tolerations +spot=yes:NoSchedule, every taint:NoExecute for 9s/);
  expect(out).toMatch(/kubernetes\.workloads\.main\.storageClass +fast/);
  expect(out).toMatch(/kubernetes\.workloads\.main\.nodeSelector pool +data/);
  expect(out).not.toContain('kubernetes.workloads.main.labels');
  expect(code).toBe(0);
});

it('shows of a usual cluster whose the namespace is and who signs, and of a laptop nothing', async () => {
  const plain = described();
  const { out } = await slipway(['explain', 'edge', '-f', plain]);
  expect(out).toMatch(/kubernetes\.createNamespace +true +default/);
  expect(out).toMatch(/kubernetes\.issuer +ClusterIssuer letsencrypt +default/);
  expect(out.match(/kubernetes\./g)).toHaveLength(2);
  expect((await slipway(['explain', 'local', '-f', plain])).out).not.toContain('kubernetes.');
});

it('has the line of each setting with --json', async () => {
  type Whole = { environments: Record<string, { origins: Record<string, Origin> }> };
  const { document } = await slipwayJson<Whole>(['explain', '-f', file, '-e', 'edge']);
  const { origins = {} } = document.result.environments['edge'] ?? {};
  const base = '/environment/kubernetes';
  for (const key of ['createNamespace', 'issuer/name', 'labels/team', 'tolerations', 'workloads/0/storageClass'])
    expect([key, origins[`${base}/${key}`]?.kind]).toEqual([key, 'line']);
  expect(origins[`${base}/storageClass`]?.kind).toBe('default');
});
