import { spawnSync } from 'node:child_process';
import { builtStage, cluster, digestOfWeb } from './support/deploys';
import type { Stage } from './support/stage';

let stage: Stage;
beforeEach(() => {
  stage = builtStage();
});
afterEach(() => stage.remove());

describe('a rollback', () => {
  const asked = { ...cluster, IMAGE: 'api', DIGEST: digestOfWeb };

  it('finds the version of the digest that was asked for', () => {
    spawnSync('rm', ['-r', `${stage.temp}/digests`]);
    stage.play(
      'docker',
      `echo '{"digest":"${digestOfWeb}","annotations":{"org.opencontainers.image.version":"0ld0ld0"}}'`,
    );
    expect(stage.script('read-request', asked)).toMatchObject({ status: 0 });
    expect(JSON.parse(stage.read('digests/api.json'))).toEqual({ digest: digestOfWeb, version: '0ld0ld0' });
  });

  it.each([
    ['a digest that is none', { DIGEST: 'latest' }, 'digest must be sha256:'],
    ['a digest with a command in it', { DIGEST: `${digestOfWeb}; touch x` }, 'digest must be sha256:'],
    ['an image that does not run there', { IMAGE: 'api$(touch x)' }, 'it runs api, web'],
  ])('refuses %s', (_, change, message) => {
    stage.play('docker', 'exit 1');
    const { status, output } = stage.script('read-request', { ...asked, ...change });
    expect(status).toBe(1);
    expect(output).toContain(message);
    expect(stage.calls()).toEqual([]);
  });

  it('changes the pods that run the image and no other', () => {
    const image = (name: string) => `ghcr.io/acme/shop/${name}@sha256:${'c'.repeat(64)}`;
    const pod = (...containers: [string, string][]) => ({
      spec: { containers: containers.map(([name, from]) => ({ name, image: image(from) })) },
    });
    const items = [
      { kind: 'Deployment', metadata: { name: 'api' }, spec: { template: pod(['api', 'api'], ['proxy', 'web']) } },
      { kind: 'Deployment', metadata: { name: 'web' }, spec: { template: pod(['web', 'web'], ['helper', 'api']) } },
      { kind: 'Deployment', metadata: { name: 'other' }, spec: { template: pod(['other', 'api-two']) } },
      {
        kind: 'CronJob',
        metadata: { name: 'night' },
        spec: { jobTemplate: { spec: { template: pod(['night', 'api']) } } },
      },
    ];
    stage.play('kubectl', `if [ "$1" = get ]; then echo '${JSON.stringify({ items })}'; fi`);
    stage.left('digests/api.json', { digest: digestOfWeb, version: '0ld0ld0' });
    expect(stage.script('set-cluster-image', asked)).toMatchObject({ status: 0 });
    const to = `ghcr.io/acme/shop/api@${digestOfWeb}`;
    const spec = (name: string) => ({ containers: [{ name, image: to }] });
    const labelled = { metadata: { labels: { 'app.kubernetes.io/version': '0ld0ld0' } } };
    const calls = stage.calls();
    const patches = calls
      .filter((call) => call.startsWith('kubectl patch'))
      .map((call) => [call.split(' ')[2], JSON.parse(call.split(' --patch ')[1]!)]);
    expect(patches).toEqual([
      ['deployment/api', { spec: { template: { spec: spec('api'), ...labelled } } }],
      ['deployment/web', { spec: { template: { spec: spec('helper') } } }],
      ['cronjob/night', { spec: { jobTemplate: { spec: { template: { spec: spec('night'), ...labelled } } } } }],
    ]);
    expect(calls.filter((call) => call.startsWith('kubectl rollout')).map((call) => call.split(' ')[3])).toEqual([
      'deployment/api',
      'deployment/web',
    ]);
  });

  it('refuses when nothing runs the image', () => {
    stage.play('kubectl', `echo '{"items":[]}'`);
    expect(stage.script('set-cluster-image', asked)).toEqual({
      status: 1,
      output: expect.stringContaining('nothing in namespace shop-edge runs'),
    });
  });
});

describe('the routes after a deploy', () => {
  const answering = (statuses: Record<string, string>) =>
    stage.play(
      'curl',
      `case "$*" in ${Object.entries(statuses)
        .map(([url, status]) => `*" ${url}") printf ${status} ;;`)
        .join(' ')} *) printf 000; exit 6 ;; esac`,
    );
  const urls = {
    'https://edge.example.com/': '200',
    'https://edge.example.com/api': '401',
    'https://edge.example.com/shop.Api': '200',
  };

  it('are well when each answers, be it with a refusal', () => {
    answering(urls);
    expect(stage.script('smoke', cluster)).toMatchObject({ status: 0 });
    expect(stage.calls().filter((call) => call.includes('application/grpc'))).toHaveLength(1);
  });

  it.each(['502', '503', '000'])('refuses a deploy after which one answers %s', (status) => {
    answering({ ...urls, 'https://edge.example.com/api': status });
    const ended = stage.script('smoke', cluster);
    expect(ended.status).toBe(1);
    expect(ended.output).toContain('no answer from https://edge.example.com/api');
  });
});
