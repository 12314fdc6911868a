import { limits } from '../../k8s/index';
import { schemaProblems } from '../support/manifest-schema';
import { podSecurityProblems } from '../support/pod-security';
import { type Data, templateOf } from './manifests';
import { envOf, get, main, objects, podOf } from './rendered-workshop';
import { workshop } from './workshop';

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
