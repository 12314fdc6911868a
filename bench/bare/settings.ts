import { platformName, type Shape } from '../generate';

// What a team would write down once, at the top of a program of its own.

export const name = platformName;
export const account = '222222222222';
export const region = 'eu-west-1';
export const zones = ['a', 'b', 'c'].map((letter) => `${region}${letter}`);
export const ports = { http: 8080, grpc: 9090, postgres: 5432, redis: 6379, kafka: 9092, kafkaIam: 9098 } as const;

export function variableName(text: string): string {
  return text.toUpperCase().replaceAll('-', '_');
}

/** Variables of every service and migration that hold no address. */
export function plainVariables(shape: Shape, environment: string, level: string): Record<string, string> {
  return {
    APP_ENV: environment,
    GOMEMLIMIT: '460MiB',
    LOG_FORMAT: 'json',
    LOG_LEVEL: level,
    OTEL_SDK_DISABLED: 'true',
    OTEL_SERVICE_NAME: shape.name,
    SERVICE_NAME: shape.name,
  };
}

/** Variables of a service's ports and peers, which a migration does not have. */
export function serviceVariables(shape: Shape): Record<string, string> {
  return {
    GRPC_PORT: String(ports.grpc),
    HTTP_PORT: String(ports.http),
    PORT: String(ports.http),
    ...Object.fromEntries(
      shape.calls.flatMap((peer) => [
        [`${variableName(peer)}_GRPC_ADDR`, `${peer}:${ports.grpc}`],
        [`${variableName(peer)}_URL`, `http://${peer}:${ports.http}`],
      ]),
    ),
  };
}

/** Topics that a service opens. */
export function topicsOf(shape: Shape): string[] {
  return [shape.publishes, shape.consumes].filter((topic) => topic !== '');
}

/** SQL that gives each service a database and two logins. */
export function databaseSql(services: readonly Shape[]): string {
  return services
    .flatMap(({ name: service }) => [
      `CREATE ROLE "${service}_owner" NOLOGIN;`,
      ...[service, `${service}_migrate`].map((login) => `CREATE ROLE "${login}" LOGIN;`),
      `CREATE DATABASE "${service}" OWNER "${service}_owner";`,
      `REVOKE ALL ON DATABASE "${service}" FROM PUBLIC;`,
      ...[service, `${service}_migrate`].map((login) => `GRANT CONNECT ON DATABASE "${service}" TO "${login}";`),
      `GRANT "${service}_owner" TO "${service}_migrate";`,
      `ALTER DEFAULT PRIVILEGES FOR ROLE "${service}_owner" GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO "${service}";`,
    ])
    .join('\n');
}
