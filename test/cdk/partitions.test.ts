import { render as renderWorkflows } from '../../ci/index';
import { formatProblem, loadText, partitionOf, resolve } from '../../platform/index';
import { described } from '../ci/described';
import { type Assembly, assemble } from './assembly';

const text = (region: string, more = '') => `
platform: part
repository: acme/part
services:
  api: { build: svc, ports: { http: 8080 }, health: none, uses: [main.app], scale: { min: 1, max: 3, cpu: 60 }, routes: /${more} }
jobs:
  nightly: { build: svc, command: [/app, nightly], schedule: "0 3 * * *", concurrency: forbid }
resources:
  main: { kind: postgres, databases: [app] }
environments:
  there: { runtime: ecs, tier: production, account: "012345678901", region: ${region}, domain: part.example.com }
`;
const regions = [
  ['us-gov-west-1', 'aws-us-gov', 'amazonaws.com'],
  ['cn-north-1', 'aws-cn', 'amazonaws.com.cn'],
  ['eusc-de-east-1', 'aws-eusc', 'amazonaws.eu'],
  ['eu-west-1', 'aws', 'amazonaws.com'],
] as const;

describe.each(regions)('an environment in %s', (region, partition, suffix) => {
  const platforms = described(text(region));
  let files: Assembly;
  let all: string;
  beforeAll(() => {
    files = assemble(platforms[0]!);
    all = files.parts.map((part) => JSON.stringify(files.template(part))).join('\n');
  });

  it('names everything in its partition, and nothing in another', () => {
    const literal = [...all.matchAll(/arn:([a-z][a-z-]*):/g)].map(([, name]) => name);
    expect(literal.length).toBeGreaterThan(0);
    expect([...new Set(literal)]).toEqual([partition]);
    expect(partitionOf(region)).toEqual({ name: partition, suffix });
  });

  it('runs and counts its scheduled tasks there', () => {
    expect(all).toContain(`arn:${partition}:states:::ecs:runTask.sync`);
    expect(all).toContain(`arn:${partition}:states:::aws-sdk:sfn:listExecutions`);
  });

  it('has its registry there, and the workflows log in to it', () => {
    const registry = `012345678901.dkr.ecr.${region}.${suffix}/part/there`;
    expect(platforms[0]!.environment.registry).toBe(registry);
    const deploy = renderWorkflows(platforms).get('.github/workflows/deploy.yml') ?? '';
    expect(deploy).toContain(`REGISTRY: ${registry}`);
    expect(deploy).toContain(`REGION: ${region}`);
    expect(deploy).toContain(`HOST: 012345678901.dkr.ecr.${region}.${suffix}`);
    expect(deploy).not.toContain('REGISTRY_PASSWORD');
    expect(deploy.includes('audience: sts.amazonaws.com.cn')).toBe(partition === 'aws-cn');
  });

  it('lets the keys be used by the services of its region', () => {
    expect(all).toContain(`logs.${region}.${suffix}"`);
    expect(all).toContain(`secretsmanager.${region}.${suffix}"`);
  });
});

describe('an ARN', () => {
  const problems = (region: string, more: string) => {
    const { document } = loadText('platform.yaml', text(region, more));
    return resolve(document!, 'there').problems.map(formatProblem).join('\n');
  };
  const permitted = (arn: string) => `, permissions: [{ actions: ["s3:GetObject"], resources: ["${arn}"] }]`;

  it('of the partition is taken', () => {
    expect(problems('cn-north-1', permitted('arn:aws-cn:s3:::mails/*'))).toBe('');
    expect(problems('eu-west-1', permitted('arn:aws:s3:::mails/*'))).toBe('');
  });

  it('refuses another partition, and says which is right', () => {
    const said = problems('us-gov-west-1', permitted('arn:aws:s3:::mails/*'));
    expect(said).toContain('us-gov-west-1 is in the partition aws-us-gov');
    expect(said).toContain('arn:aws-us-gov:s3:::mails/*');
    expect(problems('eu-west-1', permitted('arn:aws-cn:s3:::mails/*'))).toContain('write arn:aws:s3:::mails/*');
  });

  it('of a certificate is refused in another partition', () => {
    const certificate = (arn: string) => {
      const { document } = loadText('platform.yaml', `${text('cn-north-1')}gateway: { certificate: "${arn}" }\n`);
      return resolve(document!, 'there').problems.length;
    };
    const id = 'acm:cn-north-1:012345678901:certificate/1';
    expect([certificate(`arn:aws-cn:${id}`), certificate(`arn:aws:${id}`)]).toEqual([0, 1]);
  });

  it('refuses a region that nothing of the internet reaches', () => {
    expect(problems('us-iso-east-1', '')).toContain('cut off from the internet');
  });
});
