import { type ComposeFile, type ComposeService, written } from './file';

/** The order that linters of such files expect; a key that is missing here does not compile. */
const places: Readonly<Record<keyof ComposeService, number>> = {
  image: 0,
  build: 1,
  depends_on: 2,
  volumes: 3,
  configs: 4,
  environment: 5,
  ports: 6,
  networks: 7,
  network_mode: 8,
  command: 9,
  entrypoint: 10,
  restart: 11,
  healthcheck: 12,
  labels: 13,
  user: 14,
  cap_add: 15,
  cap_drop: 16,
  deploy: 17,
  expose: 18,
  hostname: 19,
  platform: 20,
  profiles: 21,
  read_only: 22,
  security_opt: 23,
  stop_grace_period: 24,
  stop_signal: 25,
  sysctls: 26,
  tmpfs: 27,
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
