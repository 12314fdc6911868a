import { limits, render } from '../../k8s/index';
import { schemaProblems } from '../support/manifest-schema';
import { podSecurityProblems } from '../support/pod-security';
import { type Data, find, type Read, readBack, templateOf } from './manifests';
import { workshop } from './workshop';

const files = render(workshop);
const objects = readBack(files);
const get = (target: string) => find(objects, target);
const podOf = (target: string) => {
  const template = templateOf(get(target));
  if (template === undefined) throw new Error(`${target} has no pods`);
  return template.spec;
};
const main = (target: string) => podOf(target).containers[0] as Record<string, Data>;
const envOf = (target: string) =>
  Object.fromEntries(main(target).env.map((each: { name: string }) => [each.name, each]));
const placeOf = (target: string) => get(target).file;

it('uses nothing that Kubernetes refuses, but for what the environment lives with', () => {
  expect(limits.flatMap((limit) => limit.find(workshop).map(() => limit.code))).toEqual(['unsupported-gateway-from']);
});

it('keeps to the schemas and to Pod Security restricted', () => {
  expect(objects.flatMap(({ file: _file, ...object }) => schemaProblems(object))).toEqual([]);
  const templates = objects.map(templateOf).filter((template) => template !== undefined);
  expect(templates.flatMap(({ spec, metadata }) => podSecurityProblems(spec, metadata.annotations))).toEqual([]);
});

describe('a service', () => {
  it('answers to its name and its aliases, on the ports that callers use', () => {
    for (const name of ['web', 'www']) {
      const { spec } = get(`Service/${name}`);
      expect(spec.selector).toEqual({ 'app.kubernetes.io/name': 'web' });
      expect(spec.ports).toContainEqual({ name: 'http', port: 80, protocol: 'TCP', targetPort: 8079 });
      expect(spec.ports).toContainEqual(expect.objectContaining({ name: 'grpc', appProtocol: 'kubernetes.io/h2c' }));
      expect(spec.ports).toContainEqual({ name: 'voice', port: 5004, protocol: 'UDP', targetPort: 5004 });
    }
  });

  it('has no Service as a worker', () => {
    expect(objects.filter(({ kind, metadata }) => kind === 'Service' && metadata.name === 'worker')).toEqual([]);
    expect(get('Deployment/worker').metadata.labels['app.kubernetes.io/component']).toBe('worker');
  });

  it('is asked for its health as described', () => {
    const live = { path: '/live', port: 8079, httpHeaders: [{ name: 'Cookie', value: 'a=b' }] };
    expect(main('Deployment/web')).toMatchObject({
      livenessProbe: { httpGet: live, periodSeconds: 20, timeoutSeconds: 2, failureThreshold: 3 },
      readinessProbe: {
        grpc: { port: 9090, service: 'shop.v1.Shop' },
        initialDelaySeconds: 3,
        timeoutSeconds: 4,
        failureThreshold: 5,
      },
      startupProbe: { httpGet: live, periodSeconds: 20, failureThreshold: 6 },
    });
    expect(main('StatefulSet/store')).toMatchObject({
      livenessProbe: { exec: { command: ['/store', 'ok'] } },
      readinessProbe: { tcpSocket: { port: 8080 } },
    });
    expect(main('StatefulSet/store').startupProbe).toBeUndefined();
  });

  it('waits before it stops, and is killed after its grace', () => {
    expect(main('StatefulSet/store').lifecycle.preStop.sleep.seconds).toBe(5);
    expect(podOf('StatefulSet/store')['terminationGracePeriodSeconds']).toBe(50);
  });

  it('leaves the number of replicas to the autoscaler where there is one', () => {
    expect(get('Deployment/web').spec.replicas).toBeUndefined();
    expect(get('HorizontalPodAutoscaler/web').spec).toMatchObject({
      minReplicas: 2,
      maxReplicas: 6,
      scaleTargetRef: { kind: 'Deployment', name: 'web' },
    });
    const targets = get('HorizontalPodAutoscaler/web').spec.metrics.map(({ resource }: Data) => [
      resource.name,
      resource.target.averageUtilization,
    ]);
    expect(targets).toEqual([
      ['cpu', 55],
      ['memory', 80],
    ]);
    expect(get('StatefulSet/store').spec.replicas).toBe(3);
    expect(objects.filter(({ kind }) => kind === 'HorizontalPodAutoscaler')).toHaveLength(1);
  });

  it('may lose one replica at a time, and spreads the others over nodes', () => {
    for (const name of ['web', 'store'])
      expect(get(`PodDisruptionBudget/${name}`).spec).toMatchObject({
        maxUnavailable: 1,
        unhealthyPodEvictionPolicy: 'AlwaysAllow',
      });
    const spread = podOf('Deployment/web')['topologySpreadConstraints'].map(
      ({ topologyKey, whenUnsatisfiable }: Data) => [topologyKey, whenUnsatisfiable],
    );
    expect(spread).toEqual([
      ['topology.kubernetes.io/zone', 'ScheduleAnyway'],
      ['kubernetes.io/hostname', 'DoNotSchedule'],
    ]);
  });

  it('runs as its user, with its capability, on its processor, with its directories', () => {
    expect(main('Deployment/web').securityContext).toMatchObject({
      runAsUser: 1000,
      runAsGroup: 2000,
      readOnlyRootFilesystem: true,
      capabilities: { add: ['NET_BIND_SERVICE'] },
    });
    const pod = podOf('Deployment/web');
    expect(pod['nodeSelector']).toEqual({ 'kubernetes.io/arch': 'arm64' });
    expect(pod.securityContext).toMatchObject({
      fsGroup: 2000,
      sysctls: [{ name: 'net.ipv4.tcp_syncookies', value: '1' }],
    });
    const mounted = (path: string) => {
      const { name } = main('Deployment/web').volumeMounts.find((mount: Data) => mount.mountPath === path);
      return pod.volumes?.find((volume) => volume.name === name);
    };
    expect(mounted('/tmp')).toMatchObject({ emptyDir: { medium: 'Memory', sizeLimit: '32Mi' } });
    expect(mounted('/var/cache/web')).toMatchObject({ emptyDir: { sizeLimit: '1024Mi' } });
  });

  it('keeps its volumes when it goes, one for each replica', () => {
    const { spec } = get('StatefulSet/store');
    expect(spec.volumeClaimTemplates).toEqual([
      {
        metadata: { name: 'photos' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '7Gi' } } },
      },
    ]);
    expect(spec.persistentVolumeClaimRetentionPolicy).toEqual({ whenDeleted: 'Retain', whenScaled: 'Retain' });
    expect(main('StatefulSet/store').volumeMounts).toEqual([{ name: 'photos', mountPath: '/photos' }]);
  });

  it('starts after its init containers, beside its sidecars, and once its peers answer', () => {
    const before = podOf('Deployment/web').initContainers?.map((each: Data) => [each.name, each.restartPolicy]);
    expect(before).toEqual([
      ['write-files', undefined],
      ['wait-for-store', undefined],
      ['warm', undefined],
      ['proxy', 'Always'],
    ]);
    const wait = podOf('Deployment/web').initContainers?.[1] as Record<string, Data>;
    expect(wait.command.at(-1)).toContain('nc -w 2 store 8080 -e true');
  });
});

describe('a variable', () => {
  it('that is a secret reads it, and one that mixes it with text names it', () => {
    const env = envOf('Deployment/web');
    expect(env.PGPASSWORD.valueFrom.secretKeyRef).toEqual({ name: 'main-web', key: 'password' });
    expect(env.DSN.value).toBe('host=main password=$(PGPASSWORD)');
    expect(env.HEADER.value).toBe('Bearer $(TOKEN)');
  });

  it('stands after those that it names', () => {
    const names = main('Deployment/web').env.map((each: { name: string }) => each.name);
    expect(names.indexOf('PGPASSWORD')).toBeLessThan(names.indexOf('DSN'));
    expect(names.indexOf('SLIPWAY_INSTANCE_NAME')).toBeLessThan(names.indexOf('NAME'));
  });

  it('may name the instance, the gateway and the version', () => {
    const env = envOf('Deployment/web');
    expect(env.SLIPWAY_INSTANCE_IP.valueFrom.fieldRef.fieldPath).toBe('status.podIP');
    expect(env.NAME.value).toBe('$(SLIPWAY_INSTANCE_NAME) at $(SLIPWAY_INSTANCE_IP)');
    expect(env.PUBLIC.value).toBe('https://shop.example.com/x');
    expect(env.SERVICE_VERSION.value).toBe('1.2');
    const path = envOf('StatefulSet/store').SERVICE_VERSION.valueFrom.fieldRef.fieldPath;
    expect(path).toBe("metadata.labels['app.kubernetes.io/version']");
  });

  it('keeps what looks like a name of another as it is', () => {
    expect(envOf('Deployment/web').PRICE.value).toBe('5$ $$(NOT) $$$x');
  });

  it('is passed through where the ConfigMap of the cluster sets it', () => {
    expect(envOf('Deployment/web').DEBUG.valueFrom).toEqual({
      configMapKeyRef: { name: 'environment', key: 'DEBUG', optional: true },
    });
  });

  it('is added where only a command needs it', () => {
    const warm = podOf('Deployment/web').initContainers?.[2] as Record<string, Data>;
    expect(warm.command).toEqual([
      '/warm',
      'postgres://web:$(SLIPWAY_MAIN_WEB_PASSWORD)@main:5432/web?sslmode=disable',
    ]);
    expect(warm.env).toEqual([
      { name: 'SLIPWAY_MAIN_WEB_PASSWORD', valueFrom: { secretKeyRef: { name: 'main-web', key: 'password' } } },
    ]);
  });
});

describe('one-shot work', () => {
  it('is a Job of its step, with its label', () => {
    const stage = (target: string) => [placeOf(target), get(target).metadata.labels['slipway/stage']];
    expect(stage('Job/main-provision')).toEqual(['provision/main.yaml', 'provision']);
    expect(stage('Job/store-migrate')).toEqual(['migrate/store-migrate.yaml', 'migrate']);
    expect(stage('Job/seed')).toEqual(['migrate/seed.yaml', 'migrate']);
    expect(stage('Job/announce')).toEqual(['jobs/announce.yaml', 'jobs']);
  });

  it('ends in time, is tried as often as it may be, and leaves its log for a day', () => {
    expect(get('Job/seed').spec).toMatchObject({
      activeDeadlineSeconds: 120,
      backoffLimit: 2,
      ttlSecondsAfterFinished: 86_400,
    });
    expect(get('Job/store-migrate').spec).toMatchObject({ activeDeadlineSeconds: 300, backoffLimit: 0 });
    for (const name of ['seed', 'announce', 'store-migrate', 'main-provision'])
      expect(podOf(`Job/${name}`)['restartPolicy']).toBe('Never');
  });

  it('migrates with the login of the owner role, and without the volumes of a replica', () => {
    const { command, env, volumeMounts } = main('Job/store-migrate');
    expect(command).toEqual([
      '/store',
      'migrate',
      'postgres://store_migrate:$(PGPASSWORD)@main:5432/store?sslmode=disable',
    ]);
    expect(env).toContainEqual({
      name: 'PGPASSWORD',
      valueFrom: { secretKeyRef: { name: 'main-store-migrate', key: 'password' } },
    });
    expect(podOf('Job/store-migrate').volumes).toEqual([
      { name: volumeMounts[0].name, emptyDir: { sizeLimit: '7168Mi' } },
    ]);
  });

  it('has volumes of its own', () => {
    expect(podOf('Job/seed').volumes).toEqual([{ name: 'spool', persistentVolumeClaim: { claimName: 'seed-spool' } }]);
    expect(get('PersistentVolumeClaim/seed-spool').spec.resources.requests.storage).toBe('1Gi');
  });

  it('runs by its schedule, in its time zone, never twice at once', () => {
    expect(get('CronJob/nightly').spec).toMatchObject({
      schedule: '15 2 * * *',
      timeZone: 'Europe/Berlin',
      concurrencyPolicy: 'Forbid',
    });
    expect(placeOf('CronJob/nightly')).toBe('schedules/nightly.yaml');
  });
});

describe('the gateway', () => {
  const routes = objects.filter(
    ({ kind, metadata }) => kind === 'HTTPRoute' && metadata.labels['app.kubernetes.io/name'] === 'web',
  );
  const rule = (path: string, host = 'shop.example.com') => {
    const found = routes.filter(
      ({ spec }) => spec.hostnames[0] === host && spec.rules[0].matches[0].path.value === path,
    );
    expect(found).toHaveLength(1);
    return (found[0] as Read).spec.rules[0];
  };

  it('listens for each host name with TLS, and sends plain HTTP to it', () => {
    const listeners = get('Gateway/shop').spec.listeners.map(({ hostname, port, protocol }: Data) => [
      hostname,
      port,
      protocol,
    ]);
    expect(listeners).toEqual([
      ['shop.example.com', 443, 'HTTPS'],
      ['other.example.com', 443, 'HTTPS'],
      [undefined, 80, 'HTTP'],
    ]);
    expect(get('HTTPRoute/shop-to-https').spec.rules).toEqual([
      { filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] },
    ]);
  });

  it('binds every route to the listener of its host name', () => {
    const hosts = Object.fromEntries(
      get('Gateway/shop').spec.listeners.map(({ name, hostname }: Data) => [name, hostname]),
    );
    for (const { spec } of routes) expect(hosts[spec.parentRefs[0].sectionName]).toBe(spec.hostnames[0]);
    expect(routes).toHaveLength(4);
  });

  it('leads prefixes to ports, with time-out, headers and rewriting', () => {
    expect(rule('/')).toMatchObject({ backendRefs: [{ name: 'web', port: 80 }], timeouts: { request: '30s' } });
    expect(rule('/', 'other.example.com').backendRefs).toEqual([{ name: 'web', port: 80 }]);
    expect(rule('/shop.v1.Shop')).toMatchObject({
      backendRefs: [{ name: 'web', port: 9090 }],
      timeouts: { request: '3600s' },
    });
    expect(rule('/api').filters[0].urlRewrite.path).toEqual({ type: 'ReplacePrefixMatch', replacePrefixMatch: '/v1' });
    expect(rule('/api').timeouts).toEqual({ request: '90s' });
    expect(rule('/').filters.at(-1).responseHeaderModifier.set).toContainEqual({
      name: 'x-frame-options',
      value: 'SAMEORIGIN',
    });
  });

  it('leaves raw ports to load balancers, which keep to the addresses that may reach it', () => {
    expect(get('Service/web-public-tcp').spec).toMatchObject({
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      loadBalancerSourceRanges: ['192.0.2.0/24'],
      ports: [{ name: 'feed', port: 7001, targetPort: 7000, protocol: 'TCP' }],
    });
    expect(get('Service/web-public-udp').spec.ports).toEqual([
      { name: 'voice', port: 5004, targetPort: 5004, protocol: 'UDP' },
    ]);
  });

  it('has names for raw ports, which ExternalDNS writes', () => {
    const names = (protocol: string) => get(`Service/web-public-${protocol}`).metadata.annotations;
    expect(names('tcp')).toEqual({ 'external-dns.alpha.kubernetes.io/hostname': 'feed.web.shop.example.com' });
    expect(names('udp')).toEqual({ 'external-dns.alpha.kubernetes.io/hostname': 'voice.web.shop.example.com' });
  });
});

describe('a store', () => {
  it('answers to its name, and keeps its data when it goes', () => {
    expect(get('Service/main').spec.ports).toEqual([
      { name: 'postgres', port: 5432, protocol: 'TCP', targetPort: 5432 },
    ]);
    expect(get('StatefulSet/main').spec).toMatchObject({
      replicas: 1,
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain' },
    });
    expect(get('StatefulSet/main').spec.volumeClaimTemplates[0].metadata.name).toBe('data');
  });

  it('runs as the user of its image, with the folder that its version has', () => {
    expect(main('StatefulSet/main')).toMatchObject({
      args: ['-c', 'max_connections=50'],
      securityContext: { runAsUser: 70 },
    });
    expect(envOf('StatefulSet/main').PGDATA.value).toBe('/var/lib/postgresql/18/docker');
    expect(main('StatefulSet/main').volumeMounts).toContainEqual({ name: 'data', mountPath: '/var/lib/postgresql' });
    expect(main('StatefulSet/cache').securityContext).toMatchObject({ runAsUser: 999, runAsGroup: 1000 });
  });

  it('without storage claims none', () => {
    expect(get('StatefulSet/cache').spec.volumeClaimTemplates).toBeUndefined();
    expect(main('StatefulSet/cache').livenessProbe.exec.command.at(-1)).toBe('redis-cli -p 6379 ping | grep -q PONG');
  });

  it('of any other kind has its ports, names, checks and volumes', () => {
    expect(get('Service/find').spec).toEqual(get('Service/search').spec);
    expect(get('Service/search').spec.ports).toEqual([{ name: 'http', port: 80, protocol: 'TCP', targetPort: 9200 }]);
    expect(main('StatefulSet/search')).toMatchObject({ readinessProbe: { httpGet: { path: '/ready', port: 9200 } } });
    expect(get('StatefulSet/search').spec.volumeClaimTemplates[0].metadata.name).toBe('index');
  });
});
