import { loadText, type Platform, resolve } from '../../../platform/index';
import { compose, job, platform, service } from '../cases/describe';

function resolved(text: string): Platform {
  const { document } = loadText('platform.yaml', text);
  const result = document && resolve(document, 'dev');
  if (result?.platform === undefined) throw new Error('the description is wrong');
  return result.platform;
}

const namesOf = (list: readonly { name: string }[] = []) => list.map(({ name }) => name);

describe('contract: none', () => {
  it('leaves a service, its migration and a job the variables that are written', () => {
    const fields =
      'contract: none\nports: { udp: 3478, http: 8080 }\nhealth: none\nmigrate: [/app, migrate]\nenv: { REALM: example }\nsecrets: [KEY]';
    const [api] = resolved(service(fields)).services;
    expect(namesOf(api?.env)).toEqual(['KEY', 'REALM']);
    expect(namesOf(api?.migrate?.env)).toEqual(['KEY', 'REALM']);
    expect(namesOf(resolved(job('contract: none\nenv: { A: b }')).jobs[0]?.env)).toEqual(['A']);
  });

  it('gives what is used by reference alone', () => {
    const text = platform(
      'services:\n  api: { build: api, contract: none, uses: [main.users], env: { DSN: "${main.users.url}" } }\nresources:\n  main: { kind: postgres, databases: [users] }',
    );
    const [api] = resolved(text).services;
    expect(namesOf(api?.env)).toEqual(['DSN']);
    expect(api?.uses).toHaveLength(1);
  });

  it('opens no way to a receiver of traces that the service is not told of', () => {
    const text = (contract: string) =>
      platform(
        `services:\n  api: { build: api, contract: ${contract} }\n  traces: { image: "otel/collector:1", ports: { grpc: 4317 }, health: none }`,
        `${compose}\ntelemetry: { endpoint: "http://\${traces.addr}" }`,
      );
    const callers = (contract: string) => namesOf(resolved(text(contract)).flows.map(({ from }) => from));
    expect(callers('full')).toEqual(['api']);
    expect(callers('none')).toEqual([]);
  });
});
