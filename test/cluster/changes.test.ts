import { type Data, Deployment } from './support/deployment';

const made: Deployment[] = [];
afterAll(() => {
  for (const each of made) each.remove();
});

/** A deployment of a platform, whose parts change. */
function changing(name: string, more = ''): (body: string) => Deployment {
  const on = new Deployment();
  made.push(on);
  return (body) =>
    on.deployed(
      `platform: ${name}\nrepository: acme/changes\n${body}\nenvironments:\n  stg: { runtime: kubernetes${more} }\n`,
    );
}
const image = 'image: "ghcr.io/acme/a:1"';

describe('a service that becomes another kind of object', () => {
  it('is a StatefulSet with a volume, and the Deployment goes once that runs', () => {
    const deploy = changing('with-volume');
    deploy(`services:\n  api: { ${image}, ports: { http: 8080 } }`);
    const on = deploy(
      `services:\n  api: { ${image}, ports: { http: 8080 }, volumes: { data: { path: /data, size: 1Gi } } }`,
    );
    expect(on.read('statefulset/api').status.readyReplicas).toBe(1);
    expect(on.read('deployment/api')).toBeNull();
    deploy(`services:\n  api: { ${image}, ports: { http: 8080 } }`);
    expect(on.read('deployment/api').status.readyReplicas).toBe(1);
    expect(on.read('statefulset/api')).toBeNull();
    // What it kept is still there.
    expect(on.read('pvc/data-api-0').status.phase).toBe('Bound');
  });

  it('is one on each node, whose ports are free by then', () => {
    const deploy = changing('on-nodes', ', accept: [host-port]');
    deploy(`services:\n  agent: { ${image}, ports: { http: 8080 } }`);
    const on = deploy(`services:\n  agent: { ${image}, ports: { http: 8080 }, placement: node }`);
    expect(on.read('daemonset/agent').status.numberReady).toBeGreaterThan(1);
    expect(on.read('deployment/agent')).toBeNull();
  });

  it('leaves alone what is not ours', () => {
    const deploy = changing('not-ours');
    const on = deploy(`services:\n  api: { ${image}, ports: { http: 8080 } }`);
    const foreign = 'kubectl create cronjob api --image=ghcr.io/acme/a:1 --schedule="0 0 * * *"';
    expect(on.bash(`${foreign} --namespace ${on.namespace}`)).toMatchObject({ status: 0 });
    deploy(`services:\n  api: { ${image}, ports: { http: 8080 }, volumes: { data: { path: /data, size: 1Gi } } }`);
    expect(on.read('cronjob/api')).not.toBeNull();
  });
});

describe('a job that changes', () => {
  const run = (fields: string, more = '') =>
    `services:\n  api: { ${image}, ports: { http: 8080 }${more} }\njobs:\n  load: { ${image}, ${fields} }`;

  it('runs again with another command, since a Job takes no change', () => {
    const deploy = changing('job-command');
    const first = deploy(run('command: [/app, one]')).read('job/load').metadata.uid;
    const on = deploy(run('command: [/app, two]'));
    expect(on.read('job/load').spec.template.spec.containers[0].command).toEqual(['/app', 'two']);
    expect(on.read('job/load').metadata.uid).not.toBe(first);
  });

  it('moves from before the services to after them, and back', () => {
    const deploy = changing('job-stage');
    const stage = (on: Deployment) => on.read('job/load').metadata.labels['slipway/stage'];
    expect(stage(deploy(run('command: [/app]')))).toBe('migrate');
    expect(stage(deploy(run('command: [/app], calls: [api]')))).toBe('jobs');
    expect(stage(deploy(run('command: [/app]')))).toBe('migrate');
  });

  it('runs on a deploy instead of by a schedule, and no longer by it', () => {
    const deploy = changing('job-trigger');
    deploy(run('command: [/app], schedule: "0 3 * * *"'));
    const on = deploy(run('command: [/app]'));
    expect(on.read('job/load').status.succeeded).toBe(1);
    expect(on.read('cronjob/load')).toBeNull();
    deploy(run('command: [/app], schedule: "0 3 * * *"'));
    expect(on.read('cronjob/load').spec.schedule).toBe('0 3 * * *');
  });
});

describe('a Service that changes', () => {
  const ring = (port: string) => `resources:
  ring: { kind: container, ${image}, replicas: 2, ports: { tcp: ${port} }, volumes: { data: { path: /data, size: 1Gi } } }
services:
  api: { ${image}, ports: { http: 8080 }, uses: [ring] }`;

  it('gets an address of its own where callers use another number, and loses it again', () => {
    const deploy = changing('addresses');
    const address = (on: Deployment) => on.read('service/ring-0').spec.clusterIP;
    expect(address(deploy(ring('7000')))).toBe('None');
    expect(address(deploy(ring('{ number: 7000, as: 7001 }')))).toMatch(/^10\.96\./);
    expect(address(deploy(ring('7000')))).toBe('None');
  });

  it('leads out of the cluster for a server that is elsewhere, and back', () => {
    const deploy = changing('elsewhere');
    const queue = (fields: string) =>
      `resources:\n  main: { kind: redis, aliases: [cache], ${fields} }\nservices:\n  api: { ${image}, ports: { http: 8080 }, uses: [main] }`;
    const type = (on: Deployment): Data => on.read('service/cache').spec.type;
    expect(type(deploy(queue('storage: 1Gi')))).toBe('ClusterIP');
    expect(type(deploy(queue('provider: external, host: cache.example.com')))).toBe('ExternalName');
    expect(type(deploy(queue('storage: 1Gi')))).toBe('ClusterIP');
  });
});
