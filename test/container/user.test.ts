import { environmentRows } from '../../bin/explain/environment';
import type { Origins } from '../../bin/explain/origins';
import { limits } from '../../k8s/limits';
import { rootable } from '../../platform/index';
import { list } from '../cdk/assembly';
import { podSecurityProblems } from '../support/pod-security';
import { platformIn, problemsIn, Targets } from './targets';

/** Root, and whoever an image says, on every runtime. */
const text = `services:
  root:
    image: "root:1"
    user: 0
    writable: [/data]
    sidecars: { beside: { image: "beside:1", user: "1001:1002" } }
  own:
    image: "own:1"
    user: image
    calls: [plain]
    secrets: [TOKEN]
    writable: [/data]
    files: { /etc/own/own.conf: { content: "token \${env.TOKEN}\\n" } }
    after: { plain: started }
  plain: { image: "plain:1", ports: { http: 8080 } }
jobs:
  once: { image: "once:1", init: { first: { image: "first:1", user: image } } }
`;
const accept = 'accept: [unsupported-root-user, image-user]';
const more = { kubernetes: accept, ecs: 'accept: [unsupported-files, unsupported-start-order]' };

let targets: Targets;
beforeAll(() => {
  targets = new Targets(text, more);
});

const context = (target: string, name: string) => {
  const { containers, initContainers = [] } = targets.pod(target).spec;
  return [...containers, ...initContainers].find((each) => each.name === name)?.securityContext;
};

describe('root', () => {
  it('is refused on Kubernetes where nobody accepts it', () => {
    const platform = platformIn('cluster', 'services: { root: { image: "root:1", user: 0 } }');
    const found = limits.find(({ code }) => code === 'unsupported-root-user');
    expect(found?.find(platform)).toEqual([['services', 'root', 'user']]);
    expect(found?.acceptable).toBe(true);
  });

  it('runs there without the promise that it is not root, which its neighbours still make', () => {
    expect(targets.pod('Deployment/root').spec.securityContext).not.toHaveProperty('runAsNonRoot');
    expect(context('Deployment/root', 'root')).toEqual({
      ...{ runAsUser: 0, runAsGroup: 0, allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
      capabilities: { drop: ['ALL'] },
    });
    expect(context('Deployment/root', 'beside')).toMatchObject({ runAsUser: 1001, runAsNonRoot: true });
  });

  it('runs in a namespace of the level baseline, which its pods break in nothing else', () => {
    const { labels } = targets.object('Namespace/small-cluster').metadata;
    for (const mode of ['enforce', 'audit', 'warn'])
      expect([mode, labels[`pod-security.kubernetes.io/${mode}`]]).toEqual([mode, 'baseline']);
    const problems = ['Deployment/root', 'Deployment/own', 'Job/once'].flatMap((target) =>
      podSecurityProblems(targets.pod(target).spec),
    );
    expect(problems.filter((each) => !/root/i.test(each))).toEqual([]);
    expect(podSecurityProblems(targets.pod('Deployment/plain').spec)).toEqual([]);
  });

  it('lowers nothing where it does not run', () => {
    const platform = platformIn('cluster', 'services: { plain: { image: "plain:1" } }');
    expect(rootable(platform)).toEqual([]);
  });

  it('is explained with who lowers the level', () => {
    const level = (environment: 'local' | 'cluster', described: string) => {
      const platform = platformIn(environment, described, more);
      const origins = { of: () => ({ kind: 'default', reason: '' }) } as unknown as Origins;
      return environmentRows(platform, origins).find(({ label }) => label === 'kubernetes.podSecurity')?.value;
    };
    expect(level('cluster', text)).toBe('baseline: once, own, root may run as root');
    expect(level('cluster', 'services: { plain: { image: "plain:1" } }')).toBeUndefined();
    expect(level('local', text)).toBeUndefined();
  });
});

describe("an image's own user", () => {
  it('is left to the image on every runtime', () => {
    expect(targets.compose('own')).not.toHaveProperty('user');
    expect(targets.compose('root').user).toBe('0:0');
    expect(targets.definition('own')).not.toHaveProperty('User');
    expect(targets.definition('root')).toMatchObject({ User: '0:0' });
    const own = context('Deployment/own', 'own');
    for (const key of ['runAsUser', 'runAsGroup', 'runAsNonRoot']) expect(own).not.toHaveProperty(key);
    expect(own).toMatchObject({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
  });

  it('may write its directories, whoever it is', () => {
    expect(targets.compose('own-volumes').entrypoint).toEqual(['chmod', '1777', '/volumes/own_writable_data']);
    const [owner] = list(targets.task('own'), 'ContainerDefinitions').filter(({ Name }) => Name === 'own-owner');
    expect(JSON.stringify(owner?.['Command'])).toContain('chmod 1777 /writable/0 /files/0');
    expect(owner).toMatchObject({ User: '0:0', LinuxParameters: { Capabilities: { Drop: ['ALL'] } } });
  });

  it('reads its files by a group that it shares with who writes them', () => {
    expect(context('Deployment/own', 'write-files')).toMatchObject({ runAsUser: 65532, runAsGroup: 65532 });
    expect(targets.pod('Deployment/own').spec.securityContext).toMatchObject({ fsGroup: 65532 });
    const [writer] = list(targets.task('own'), 'ContainerDefinitions').filter(({ Name }) => Name === 'own_files');
    expect(writer).not.toHaveProperty('User');
  });

  it('is refused on Kubernetes and in tier production, where nobody accepts it', () => {
    const own = 'services: { own: { image: "own:1", user: image } }';
    const problem = ['image-user services.own.user'];
    expect(problemsIn('cluster', own)).toEqual(problem);
    expect(problemsIn('cloud', own, { ecs: 'tier: production' })).toEqual(problem);
    expect(problemsIn('local', own)).toEqual([]);
    expect(problemsIn('cloud', own)).toEqual([]);
    expect(problemsIn('cluster', own, { kubernetes: 'accept: [image-user]' })).toEqual([]);
    const other = { kubernetes: 'accept: [{ code: image-user, for: [plain] }]' };
    expect(problemsIn('cluster', `${own.slice(0, -2)}, plain: { image: "p:1" } }`, other)).toEqual(problem);
  });

  it('has the directories of its volumes as the image gives them away, on Compose', () => {
    const { services } = platformIn(
      'local',
      'services: { own: { image: "o:1", user: image, volumes: { data: { path: /data } } } }',
    );
    expect(services[0]?.user).toBeNull();
    const kept = new Targets('services: { own: { image: "o:1", user: image, volumes: { data: { path: /data } } } }', {
      kubernetes: 'accept: [image-user]',
    });
    expect(kept.compose('own').depends_on).toBeUndefined();
    // EFS asks nobody who he is: its access point says who all of them are.
    const point = kept.assembly.one('own-volumes', 'AWS::EFS::AccessPoint');
    expect(point).toMatchObject({ PosixUser: { Uid: '65532', Gid: '65532' } });
    expect(kept.pod('StatefulSet/own').spec.securityContext).toMatchObject({ fsGroup: 65532 });
  });
});

describe('writable: keep', () => {
  const text = 'services: { own: { image: "own:1", user: image, writable: keep }, other: { image: "o:1" } }';
  it('leaves the root file system as the image has it, on every runtime', () => {
    const kept = new Targets(text, { kubernetes: 'accept: [image-user]' });
    const modes = (name: string) => [
      kept.compose(name).read_only,
      kept.pod(`Deployment/${name}`).spec.containers[0]?.securityContext,
      kept.definition(name)['ReadonlyRootFilesystem'],
    ];
    expect(modes('own')).toEqual([false, expect.objectContaining({ readOnlyRootFilesystem: false }), false]);
    expect(modes('other')).toEqual([true, expect.objectContaining({ readOnlyRootFilesystem: true }), true]);
    expect(kept.compose('own')).not.toHaveProperty('volumes');
  });

  it('may be replaced by a list in an environment, which makes the root read-only again', () => {
    const [, own] = platformIn('local', text, { compose: 'services: { own: { writable: [/tmp] } }' }).services;
    expect(own).toMatchObject({ readOnlyRoot: true, writable: [{ path: '/tmp' }] });
  });

  it('refuses a read-only root beside it', () => {
    expect(problemsIn('local', 'services: { a: { image: "a:1", writable: keep, readOnlyRoot: true } }')).toEqual([
      'writable-keep services.a.readOnlyRoot',
    ]);
  });
});
