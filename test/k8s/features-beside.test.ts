import type { Data, Read } from './manifests';
import { envOf, get, main, objects, placeOf, podOf } from './rendered-workshop';

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
