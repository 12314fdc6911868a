import { type Case, compose, ecs, environments, kubernetes, platform } from './describe';

const sections = `
  services:
    api: { build: api, ports: { http: 8080 }, routes: /, uses: [main, search] }
    store: { build: store, volumes: { data: { path: /data } } }
  resources:
    main: { kind: redis, persistence: false }
    search: { kind: redis, provider: external }
`;

/** A platform on a cluster that has something of its own. */
const on = (fields: string, rest = kubernetes) => platform(sections, `${rest}\nkubernetes:\n  ${fields}`);

/** Settings of a cluster that mean nothing, or that the cluster refuses. */
export const kubernetesCases: readonly Case[] = [
  // kubernetes-field
  {
    title: 'settings of a cluster on ECS',
    text: platform(
      'services: { api: { build: api } }',
      `${ecs}\n<<kubernetes-field>>kubernetes: { storageClass: fast }`,
    ),
  },
  {
    title: 'settings of a cluster on a laptop',
    text: platform(
      'services: { api: { build: api } }',
      `${compose}\n<<kubernetes-field>>kubernetes: { createNamespace: false }`,
    ),
  },
  // kubernetes-workload
  {
    title: 'settings of a workload that there is not',
    text: on('workloads: { <<kubernetes-workload>>apy: { labels: { a: b } } }'),
  },
  {
    title: 'settings of a workload of another environment',
    text: environments(
      `dev:\n  runtime: kubernetes\n  domain: a.example.com\n  kubernetes: { workloads: { <<kubernetes-workload>>tool: { labels: { a: b } } } }\nlocal: { runtime: compose }`,
      'services: { api: { build: api }, tool: { build: tool, only: [local] } }',
    ),
  },
  {
    title: 'settings of pods that run elsewhere',
    text: on('workloads: { <<kubernetes-workload>>search: { labels: { a: b } } }'),
  },
  {
    title: 'a storage class of what stores nothing',
    text: on(
      'workloads: { api: { storageClass: <<kubernetes-workload>>fast }, main: { storageClass: <<kubernetes-workload>>fast }, store: { storageClass: fast } }',
    ),
  },
  {
    title: 'a class of shared volumes for what nobody mounts',
    text: on('workloads: { store: { sharedStorageClass: <<kubernetes-workload>>many } }'),
  },
  // kubernetes-reserved
  {
    title: 'a label that selectors go by',
    text: on('labels: { <<kubernetes-reserved>>app.kubernetes.io/name: other, app.kubernetes.io/owner: me }'),
  },
  {
    title: 'annotations of Slipway and of AppArmor',
    text: on(
      'workloads: { api: { annotations: { <<kubernetes-reserved>>slipway/files: "1", <<kubernetes-reserved>>container.apparmor.security.beta.kubernetes.io/api: unconfined } } }',
    ),
  },
  { title: 'nodes by architecture', text: on('nodeSelector: { <<kubernetes-reserved>>kubernetes.io/arch: arm64 }') },
  // kubernetes-toleration
  {
    title: 'a toleration of a taint with any value and one',
    text: on('tolerations: [{ key: a, operator: Exists, value: <<kubernetes-toleration>>b }]'),
  },
  {
    title: 'a toleration by a value that it lacks',
    text: on('tolerations: [{ key: a, operator: <<kubernetes-toleration>>Equal }]'),
  },
  { title: 'a toleration of a value without a key', text: on('tolerations: [{ value: <<kubernetes-toleration>>a }]') },
  {
    title: 'a time of a taint that sends nobody away',
    text: on(
      'workloads: { api: { tolerations: [{ key: a, effect: NoSchedule, tolerationSeconds: <<kubernetes-toleration>>60 }] } }',
    ),
  },
  // kubernetes-issuer
  {
    title: 'an issuer beside a certificate',
    text: on('issuer: <<kubernetes-issuer>>ca', `${kubernetes}\ngateway: { certificate: shop-tls }`),
  },
  {
    title: 'an issuer without TLS',
    text: on('issuer: <<kubernetes-issuer>>{ name: ca, kind: Issuer }', `${kubernetes}\ngateway: { tls: false }`),
  },
  // shapes
  { title: 'a pull secret twice', text: on('imagePullSecrets: [registry, <<listed-twice>>registry]') },
  { title: 'a label that is a number', text: on('labels: { cost: <<wrong-type>>42 }') },
  { title: 'a label of two words', text: on('labels: { team: <<bad-format>>"two words" }') },
  { title: 'a label key of two parts and more', text: on('labels: { <<bad-format>>a/b/c: d }') },
  { title: 'an effect in small letters', text: on('tolerations: [{ key: a, effect: <<not-allowed>>noschedule }]') },
];
