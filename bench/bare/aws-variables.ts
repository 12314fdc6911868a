import { CustomResource, RemovalPolicy } from 'aws-cdk-lib';
import { Secret as EcsSecret } from 'aws-cdk-lib/aws-ecs';
import { Secret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Shape } from '../generate';
import { type BareStack, secretArn, secretName } from './aws-stack';
import { name, plainVariables, ports, serviceVariables, topicsOf } from './settings';

/** What a service and its migration have in common. */
export interface Unit {
  readonly owner: string;
  /** Login of its database. */
  readonly login: string;
  readonly shape: Shape;
  readonly migrates: boolean;
}

/** Secrets that the containers of a unit read: its logins, and what mixes them with text. */
export function secretsOf({ owner, shape, migrates }: Unit): string[] {
  const logins = [
    ...(shape.database === '' ? [] : [`${shape.database}-${shape.name}${migrates ? '-migrate' : ''}`]),
    ...(shape.cache === '' ? [] : [`${shape.cache}-${shape.name}`]),
  ];
  return logins.length === 0 ? [] : [...logins, `${owner}/env`];
}

export function variables(
  stack: BareStack,
  unit: Unit,
): { environment: Record<string, string>; secrets: Record<string, EcsSecret> } {
  const { owner, login, shape, migrates } = unit;
  const version = stack.lookup(`${shape.name}/version`);
  const environment: Record<string, string> = {
    ...plainVariables(shape, 'prod', 'info'),
    ...(migrates ? {} : serviceVariables(shape)),
    OTEL_RESOURCE_ATTRIBUTES: `service.namespace=${name},deployment.environment.name=prod,service.version=${version}`,
    SERVICE_VERSION: version,
  };
  const secrets: Record<string, EcsSecret> = {};
  const secret = (path: string) => Secret.fromSecretNameV2(stack, `Read-${path}`, secretName(path));
  const env = secretsOf(unit).length > 0 ? secret(`${owner}/env`) : undefined;
  if (shape.database !== '' && env !== undefined) {
    const own = secret(`${shape.database}-${shape.name}${migrates ? '-migrate' : ''}`);
    secrets['DATABASE_URL'] = EcsSecret.fromSecretsManager(env, 'DATABASE_URL');
    secrets['PGPASSWORD'] = EcsSecret.fromSecretsManager(own, 'password');
    Object.assign(environment, {
      PGDATABASE: shape.name,
      PGHOST: stack.lookup(`${shape.database}/host`),
      PGPORT: String(ports.postgres),
      PGSSLMODE: 'require',
      PGUSER: login,
    });
  }
  if (shape.cache !== '' && env !== undefined) {
    secrets['REDIS_PASSWORD'] = EcsSecret.fromSecretsManager(secret(`${shape.cache}-${shape.name}`), 'password');
    secrets['REDIS_URL'] = EcsSecret.fromSecretsManager(env, 'REDIS_URL');
    Object.assign(environment, {
      REDIS_ADDR: `${stack.lookup(`${shape.cache}/host`)}:${ports.redis}`,
      REDIS_TLS: 'true',
      REDIS_USERNAME: shape.name,
    });
  }
  if (topicsOf(shape).length > 0 && !migrates) {
    Object.assign(environment, {
      KAFKA_BROKERS: stack.lookup('events/addresses'),
      KAFKA_SASL_MECHANISM: 'AWS_MSK_IAM',
      KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
    });
  }
  return { environment, secrets };
}

/** The secret that the provisioner fills with addresses that hold a password. */
export function addComposed(stack: BareStack, unit: Unit): CustomResource | undefined {
  const { owner, login, shape, migrates } = unit;
  if (secretsOf(unit).length === 0) return undefined;
  const target = new Secret(stack, 'Composed', {
    secretName: secretName(`${owner}/env`),
    encryptionKey: stack.lookupKey('secrets/key'),
    removalPolicy: RemovalPolicy.DESTROY,
  });
  const suffix = migrates ? '-migrate' : '';
  const parts = [
    ...(shape.database === ''
      ? []
      : [
          {
            name: 'DATABASE_URL',
            parts: [
              { text: `postgres://${login}:` },
              { secret: secretArn(`${shape.database}-${shape.name}${suffix}`), key: 'password' },
              { text: `@${stack.lookup(`${shape.database}/host`)}:${ports.postgres}/${shape.name}?sslmode=require` },
            ],
          },
        ]),
    ...(shape.cache === ''
      ? []
      : [
          {
            name: 'REDIS_URL',
            parts: [
              { text: `rediss://${shape.name}:` },
              { secret: secretArn(`${shape.cache}-${shape.name}`), key: 'password' },
              { text: `@${stack.lookup(`${shape.cache}/host`)}:${ports.redis}` },
            ],
          },
        ]),
  ];
  return new CustomResource(stack, 'Compose', {
    resourceType: 'Custom::SlipwayProvision',
    serviceToken: stack.lookup('network/provisioner'),
    properties: { kind: 'secrets', target: target.secretArn, variables: parts },
  });
}
