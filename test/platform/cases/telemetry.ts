import { type Case, compose, platform } from './describe';

const sending = (endpoint: string) =>
  platform(
    'services:\n  api: { build: api }\n  otel: { build: otel, ports: { grpc: 4317 } }\nresources:\n  cache: { kind: redis }',
    `${compose}\ntelemetry: { endpoint: ${endpoint} }`,
  );

/** Endpoints of telemetry that lead nowhere. */
export const telemetryCases: readonly Case[] = [
  { title: 'telemetry to nothing', text: sending('<<unknown-reference>>"http://${otl.grpc.addr}"') },
  { title: 'telemetry to a port that there is not', text: sending('<<unknown-reference>>"http://${otel.http.addr}"') },
  { title: 'telemetry to a cache', text: sending('<<unknown-reference>>"http://${cache.addr}"') },
  {
    title: 'telemetry to an attribute that there is not',
    text: sending('<<unknown-attribute>>"http://${otel.grpc.address}"'),
  },
  { title: 'telemetry by half a reference', text: sending('<<reference-syntax>>"http://${otel.grpc.addr"') },
];
