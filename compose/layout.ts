import { type ComposeFile, type ComposeService, written } from './file';

/** From what a service is to how it is confined; a key that is missing here does not compile. */
const places: Readonly<Record<keyof ComposeService, number>> = {
  image: 0,
  build: 1,
  platform: 2,
  profiles: 3,
  depends_on: 4,
  volumes: 5,
  tmpfs: 6,
  configs: 7,
  environment: 8,
  ports: 9,
  expose: 10,
  networks: 11,
  network_mode: 12,
  hostname: 13,
  command: 14,
  entrypoint: 15,
  restart: 16,
  stop_grace_period: 17,
  stop_signal: 18,
  healthcheck: 19,
  deploy: 20,
  labels: 21,
  user: 22,
  read_only: 23,
  cap_drop: 24,
  cap_add: 25,
  security_opt: 26,
  sysctls: 27,
  ulimits: 28,
};

/** The document as it is written: keys in order, nothing empty, dollar signs doubled. */
export function documentOf(file: ComposeFile): Record<string, unknown> {
  const services = Object.fromEntries(Object.entries(file.services).map(([name, service]) => [name, inOrder(service)]));
  return written({
    name: file.name,
    services,
    ...filled('networks', file.networks),
    ...filled('volumes', file.volumes),
    ...filled('configs', file.configs),
  }) as Record<string, unknown>;
}

function inOrder(service: ComposeService): Record<string, unknown> {
  const keys = Object.keys(service) as (keyof ComposeService)[];
  return Object.fromEntries(
    keys
      .filter((key) => service[key] !== undefined)
      .sort((one, other) => places[one] - places[other])
      .map((key) => [key, service[key]]),
  );
}

function filled(key: string, map: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.keys(map).length === 0 ? {} : { [key]: map };
}
