import { Deployment } from './support/deployment';

const grown = (service: number, store: number, more = '') => `
platform: grow
repository: acme/grow
services:
  api: { image: "ghcr.io/acme/a:1", ports: { http: 8080 }, volumes: { data: { path: /data, size: ${service}Gi } }, uses: [main.app] }
resources:
  main: { kind: postgres, databases: [app], storage: ${store}Gi }
jobs:
  keep: { image: "ghcr.io/acme/a:1", schedule: "0 3 * * *", volumes: { kept: { path: /kept, size: ${service}Gi } } }
environments:
  stg: { runtime: kubernetes${more} }
`;
const requested = (deployment: Deployment, claim: string) =>
  deployment.read(`pvc/${claim}`)?.spec.resources.requests.storage;

describe('storage that grows', () => {
  const deployment = new Deployment();
  const identities = () =>
    [...deployment.list('pods'), ...deployment.list('pvc')]
      .filter(({ metadata }) => !metadata.name.includes('provision'))
      .map(({ metadata }) => `${metadata.name} ${metadata.uid}`)
      .sort();
  let before: string[];
  beforeAll(() => {
    deployment.deployed(grown(10, 20));
    before = identities();
  });
  afterAll(() => deployment.remove());

  it('is claimed as it is described first', () => {
    expect(['data-api-0', 'data-main-0', 'keep-kept'].map((claim) => requested(deployment, claim))).toEqual([
      '10Gi',
      '20Gi',
      '10Gi',
    ]);
  });

  it('is claimed at its new size by the next deploy, and no pod and no claim is replaced', () => {
    deployment.deployed(grown(20, 40));
    expect(['data-api-0', 'data-main-0', 'keep-kept'].map((claim) => requested(deployment, claim))).toEqual([
      '20Gi',
      '40Gi',
      '20Gi',
    ]);
    for (const [name, size] of [
      ['api', '20Gi'],
      ['main', '40Gi'],
    ]) {
      const set = deployment.read(`statefulset/${name}`);
      expect(set.spec.volumeClaimTemplates[0].spec.resources.requests.storage).toBe(size);
      expect(set.status.readyReplicas).toBe(1);
    }
    expect(identities()).toEqual(before);
  });

  it('changes nothing when it is deployed again, and says nothing of growth', () => {
    const made = () => ['api', 'main'].map((name) => deployment.read(`statefulset/${name}`).metadata);
    const [first] = [made()];
    const { status, output } = deployment.use(grown(20, 40)).deploy();
    expect(status).toBe(0);
    expect(output).not.toMatch(/patched|statefulset.* deleted/);
    expect(made().map(({ uid, generation }) => [uid, generation])).toEqual(
      first.map(({ uid, generation }) => [uid, generation]),
    );
  });

  it('knows a size by its amount, however the server writes it', () => {
    deployment.deployed(grown(1024, 40));
    expect(requested(deployment, 'data-api-0')).toBe('1Ti');
    const { status, output } = deployment.use(grown(1024, 40)).deploy();
    expect([status, output.includes('patched')]).toEqual([0, false]);
  });

  it('refuses to shrink, by the name of each claim, before anything is changed', () => {
    const { status, output } = deployment.use(grown(20, 30)).deploy();
    expect(status).toBe(1);
    expect(output).toContain('claim data-api-0 has 1Ti, and 20Gi is wanted: storage never shrinks');
    expect(output).toContain('claim data-main-0 has 40Gi, and 30Gi is wanted');
    expect(output).not.toContain('serverside-applied\nstatefulset');
    expect(requested(deployment, 'data-main-0')).toBe('40Gi');
  });

  it('refuses another class of a claim that is there', () => {
    const { status, output } = deployment.use(grown(1024, 40, ', kubernetes: { storageClass: stays }')).deploy();
    expect(status).toBe(1);
    expect(output).toContain('claim data-main-0 is of the class grows, and stays is wanted');
  });
});

describe('storage of a class that does not grow', () => {
  const deployment = new Deployment();
  const stays = ', namespace: stays, kubernetes: { storageClass: stays }';
  afterAll(() => deployment.remove());

  it('refuses to grow, by name, and leaves all of it as it was', () => {
    deployment.deployed(grown(10, 20, stays));
    const { uid } = deployment.read('statefulset/main').metadata;
    const { status, output } = deployment.use(grown(20, 20, stays)).deploy();
    expect(status).toBe(1);
    expect(output).toContain('does not grow from 10Gi to 20Gi: its StorageClass must say allowVolumeExpansion: true');
    expect(deployment.read('statefulset/main').metadata.uid).toBe(uid);
    expect(requested(deployment, 'data-api-0')).toBe('10Gi');
  });
});

describe('a volume more, and one less', () => {
  const deployment = new Deployment();
  const volumes = (...names: string[]) => `
platform: volumes
repository: acme/volumes
services:
  api: { image: "ghcr.io/acme/a:1", ports: { http: 8080 }, volumes: { ${names.map((name) => `${name}: { path: /${name}, size: 1Gi }`).join(', ')} } }
environments:
  stg: { runtime: kubernetes }
`;
  afterAll(() => deployment.remove());

  it('is claimed by pods that are made anew, and the claims of those that go stay', () => {
    deployment.deployed(volumes('one'));
    const { uid } = deployment.read('pvc/one-api-0').metadata;
    deployment.deployed(volumes('one', 'two'));
    expect(deployment.read('pod/api-0').spec.volumes.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['one', 'two']),
    );
    expect(deployment.read('pvc/two-api-0').status.phase).toBe('Bound');
    deployment.deployed(volumes('two'));
    expect(deployment.read('statefulset/api').spec.volumeClaimTemplates).toHaveLength(1);
    expect(deployment.read('pvc/one-api-0').metadata.uid).toBe(uid);
  });
});

describe('the commands of kustomization.yaml', () => {
  const deployment = new Deployment();
  afterAll(() => deployment.remove());
  const byHand = (text: string) => {
    deployment.use(text);
    const commands = deployment.commands().filter((command) => !command.includes('secrets/'));
    expect(commands.length).toBeGreaterThan(5);
    return deployment.bash(`set -e\n${commands.join('\n')}`);
  };

  it('grow storage as the pipeline does', () => {
    const here = (text: string) => text.replace('platform: grow', 'platform: by-hand');
    expect(byHand(here(grown(10, 20)))).toMatchObject({ status: 0 });
    expect(byHand(here(grown(20, 40)))).toMatchObject({ status: 0 });
    expect(requested(deployment, 'data-main-0')).toBe('40Gi');
    expect(byHand(here(grown(20, 30))).output).toContain('claim data-main-0 has 40Gi, and 30Gi is wanted');
  });
});
