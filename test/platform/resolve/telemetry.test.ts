import { loadText, type Platform, printText, resolve } from '../../../platform/index';

const described = (endpoint: string, runtime = 'compose') => `platform: shop
services:
  api: { build: api, ports: { http: 8080 }, uses: [cache] }
  otel: { image: "otel/collector:1", ports: { grpc: 4317, metrics: 8888 } }
jobs:
  report: { build: report }
resources:
  cache: { kind: container, image: "redis:8", ports: { tcp: 6379 } }
  jaeger: { kind: container, image: "jaeger:2", ports: { otlp: { number: 4318, protocol: http }, ui: { number: 16686, protocol: http } } }
environments:
  dev: { runtime: ${runtime}, domain: shop.example.com, telemetry: { endpoint: "${endpoint}" } }
`;

function resolved(endpoint: string): Platform {
  const { document } = loadText('platform.yaml', described(endpoint));
  const { platform, problems } = document ? resolve(document, 'dev') : { platform: undefined, problems: [] };
  expect(problems).toEqual([]);
  return platform as Platform;
}

const flowsTo = ({ flows }: Platform, name: string) =>
  flows.filter(({ to }) => to.name === name).map(({ from, port }) => `${from.kind} ${from.name} ${port}`);
const variables = (platform: Platform, name: string) =>
  Object.fromEntries(
    [...platform.services, ...platform.jobs]
      .find((each) => each.name === name)
      ?.env.map((each) => [each.name, printText(each.value)]) ?? [],
  );

describe('an endpoint of telemetry', () => {
  it('that is a service opens the way to that port for every workload', () => {
    const platform = resolved('http://${otel.grpc.addr}');
    expect(flowsTo(platform, 'otel')).toEqual(['job report 4317', 'service api 4317']);
    expect(variables(platform, 'api')).toMatchObject({
      OTEL_EXPORTER_OTLP_ENDPOINT: 'http://<host of otel.grpc>:<port of otel.grpc>',
    });
  });

  it('that is a server in a container opens that port of it', () => {
    const platform = resolved('http://${jaeger.otlp.addr}');
    expect(flowsTo(platform, 'jaeger')).toEqual(['job report 4318', 'service api 4318', 'service otel 4318']);
    expect(variables(platform, 'report')['OTEL_EXPORTER_OTLP_ENDPOINT']).toMatch(/^http:\/\/.*jaeger.*4318/);
  });

  it('gives no other variables, and is not waited for', () => {
    const without = variables(resolved('http://otel.example.com:4317'), 'api');
    for (const endpoint of ['http://${otel.grpc.addr}', 'http://${jaeger.otlp.addr}']) {
      const platform = resolved(endpoint);
      expect(Object.keys(variables(platform, 'api'))).toEqual(Object.keys(without));
      expect(platform.services[0]?.after.map(({ name }) => name)).toEqual(['cache']);
    }
  });

  it('is switched off for the receiver itself', () => {
    expect(variables(resolved('http://${otel.addr}'), 'otel')).toMatchObject({ OTEL_SDK_DISABLED: 'true' });
  });
});
