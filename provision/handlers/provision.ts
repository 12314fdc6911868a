import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import type { PostgresPlan } from '../postgres-plan';
import type { RabbitMqPlan } from '../rabbitmq-plan';
import type { ProvisionRequest } from '../requests';
import { composeSecrets } from './compose';
import { provisionPostgres, type Server } from './postgres';
import { provisionRabbitMq } from './rabbitmq';
import { type CustomResourceEvent, respond } from './respond';
import { login, part, type SecretStore, secretsManager } from './secret-store';

/**
 * Amazon's certificates, those of RDS among them: in Lambda's Node.js runtimes since 20, which no longer load the file
 * themselves (AWS Lambda developer guide, "Building Lambda functions with Node.js", "CA certificate loading").
 */
const amazonCertificates = '/var/runtime/ca-cert.pem';

/** Milliseconds kept for the answer when the function's time runs out. */
const reserve = 5_000;

/** The Lambda function behind the custom resources. Its properties are a `ProvisionRequest`. */
export async function handler(
  event: CustomResourceEvent,
  context: { getRemainingTimeInMillis(): number },
): Promise<void> {
  await respond(event, await outcome(event, context.getRemainingTimeInMillis() - reserve));
}

/** Why it failed, or null. A deletion does nothing: data and its owners outlive a stack. */
async function outcome(event: CustomResourceEvent, time: number): Promise<string | null> {
  if (event.RequestType === 'Delete') return null;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('the store did not answer in time')), time);
  });
  try {
    const store = await secretsManager();
    await Promise.race([provision(event.ResourceProperties as ProvisionRequest, store, verified), late]);
    return null;
  } catch (error) {
    return reasonOf(error);
  } finally {
    clearTimeout(timer);
  }
}

/** Some errors of Node.js hold several and say nothing themselves. */
function reasonOf(error: unknown): string {
  const errors: unknown[] = error instanceof AggregateError ? error.errors : [error];
  return errors.map((each) => (each instanceof Error ? `${each.name}: ${each.message}` : String(each))).join('; ');
}

function verified(): Server['ssl'] {
  return { rejectUnauthorized: true, ca: [...rootCertificates, readFileSync(amazonCertificates, 'utf8')] };
}

/** Does what one request asks. `tls` gives what a connection to PostgreSQL trusts. */
export async function provision(
  request: ProvisionRequest,
  store: SecretStore,
  tls: () => Server['ssl'],
): Promise<void> {
  switch (request.kind) {
    case 'postgres': {
      const { user, password } = await login(store, request.admin);
      const server = { host: request.host, port: Number(request.port), user, password, ssl: tls() };
      await provisionPostgres(
        server,
        JSON.parse(request.plan) as PostgresPlan,
        await passwords(store, request.secrets),
      );
      return;
    }
    case 'rabbitmq': {
      const api = { url: request.api, ...(await login(store, request.admin)) };
      await provisionRabbitMq(api, JSON.parse(request.plan) as RabbitMqPlan, await passwords(store, request.secrets));
      return;
    }
    case 'secrets':
      await composeSecrets(store, request);
      return;
  }
}

/** The password of each credential. */
async function passwords(store: SecretStore, secrets: Readonly<Record<string, string>>): Promise<Map<string, string>> {
  const entries = Object.entries(secrets).map(
    async ([credential, id]) => [credential, await part(store, id, 'password')] as const,
  );
  return new Map(await Promise.all(entries));
}
