import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SecretPart, secretsRequest } from '../../provision/index';

const root = join(__dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'slipway-handler-'));
const vault = join(folder, 'vault.json');

/** Stands in for the SDK that Lambda brings: a file in place of Secrets Manager. */
const sdk = `
const { readFileSync, writeFileSync } = require('node:fs');
const read = () => JSON.parse(readFileSync(${JSON.stringify(vault)}, 'utf8'));
exports.SecretsManager = class {
  async getSecretValue({ SecretId }) {
    if (!(SecretId in read())) throw new Error('no secret ' + SecretId);
    return { SecretString: read()[SecretId] };
  }
  async putSecretValue({ SecretId, SecretString }) {
    writeFileSync(${JSON.stringify(vault)}, JSON.stringify({ ...read(), [SecretId]: SecretString, writes: read().writes + 1 }));
  }
};`;

/** Stands in for Lambda's runtime: a process that calls the handler with each event that it gets. */
const runtime = `
const { handler } = require(${JSON.stringify(join(folder, 'provision.js'))});
process.on('message', ({ event, time }) => {
  handler(event, { getRemainingTimeInMillis: () => time }).then(() => process.send('done'), (error) => process.send(String(error)));
});`;

const answers: Record<string, unknown>[] = [];
let server: Server;
let lambda: ChildProcess;
let printed = '';

beforeAll(async () => {
  execFileSync(process.execPath, [join(root, 'provision/handlers/build.mjs'), folder]);
  mkdirSync(join(folder, 'node_modules/@aws-sdk/client-secrets-manager'), { recursive: true });
  writeFileSync(join(folder, 'node_modules/@aws-sdk/client-secrets-manager/index.js'), sdk);
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (data) => {
      body += String(data);
    });
    request.on('end', () => {
      answers.push({ method: request.method, type: request.headers['content-type'], ...JSON.parse(body) });
      response.end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  lambda = spawn(process.execPath, ['-e', runtime], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
  for (const stream of [lambda.stdout, lambda.stderr]) {
    stream?.on('data', (data) => {
      printed += String(data);
    });
  }
});

afterAll(() => {
  lambda.kill();
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

/** Calls the bundled handler as Lambda does. Gives the answer to CloudFormation and what the handler printed. */
async function call(type: string, properties: object, event: object = {}, time = 20_000) {
  printed = '';
  lambda.send({
    time,
    event: {
      RequestType: type,
      ResponseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
      StackId: 'stack',
      RequestId: 'request',
      LogicalResourceId: 'OrdersSecrets',
      ResourceProperties: { ServiceToken: 'arn', ...properties },
      ...event,
    },
  });
  const [result] = await once(lambda, 'message');
  return { result, printed, answer: answers.pop() };
}

function secrets(parts: readonly SecretPart[]) {
  return secretsRequest('arn:orders', [
    { name: 'DATABASE_URL', parts },
    { name: 'API_KEY', parts: [{ secret: 'arn:key', key: '' }] },
  ]);
}

const url: SecretPart[] = [
  { text: 'postgres://orders:' },
  { secret: 'arn:main', key: 'password' },
  { text: '@db/orders' },
];

describe('the bundled handler', () => {
  beforeEach(() => {
    const values = { 'arn:main': '{"username":"orders","password":"hidden"}', 'arn:key': 'hidden too' };
    writeFileSync(vault, JSON.stringify({ ...values, writes: 0 }));
  });

  it('composes the secret of a workload and answers once', async () => {
    expect(await call('Create', secrets(url))).toEqual({
      result: 'done',
      printed: '',
      answer: {
        method: 'PUT',
        type: '',
        Status: 'SUCCESS',
        PhysicalResourceId: 'slipway-OrdersSecrets',
        StackId: 'stack',
        RequestId: 'request',
        LogicalResourceId: 'OrdersSecrets',
      },
    });
    const stored = JSON.parse(readFileSync(vault, 'utf8'));
    expect(JSON.parse(stored['arn:orders'])).toEqual({
      DATABASE_URL: 'postgres://orders:hidden@db/orders',
      API_KEY: 'hidden too',
    });
  });

  it('writes nothing where the secret is the same', async () => {
    await call('Create', secrets(url));
    const { answer } = await call('Update', secrets(url), { PhysicalResourceId: 'the-first' });
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'the-first' });
    expect(JSON.parse(readFileSync(vault, 'utf8')).writes).toBe(1);
  });

  it('does nothing when its resource is deleted', async () => {
    const { answer } = await call('Delete', secrets(url), { PhysicalResourceId: 'the-first' });
    expect(answer).toMatchObject({ Status: 'SUCCESS', PhysicalResourceId: 'the-first' });
    expect(JSON.parse(readFileSync(vault, 'utf8')).writes).toBe(0);
  });

  it('refuses what it cannot do with a reason that holds no secret', async () => {
    const { answer, printed } = await call('Create', secrets([{ secret: 'arn:main', key: 'token' }]));
    expect(answer).toMatchObject({
      Status: 'FAILED',
      Reason: 'Error: secret arn:main is not JSON with a text at key "token"',
    });
    expect(JSON.stringify(answer) + printed).not.toContain('hidden');
  });

  it('refuses a server whose certificates it cannot check', async () => {
    // Only Lambda has the file; on any other machine there is nothing to check a certificate with.
    expect(existsSync('/var/runtime/ca-cert.pem')).toBe(false);
    const request = { kind: 'postgres', host: '127.0.0.1', port: '1', admin: 'arn:main', secrets: {}, plan: '{}' };
    const { answer } = await call('Create', request);
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: expect.stringContaining('/var/runtime/ca-cert.pem') });
  });

  it('answers before its time runs out', async () => {
    const silent = createServer(() => undefined);
    silent.listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const api = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    const plan = JSON.stringify({ vhost: '/', users: [], queues: [] });
    // Five seconds of the time are kept for the answer.
    const { answer } = await call('Create', { kind: 'rabbitmq', api, admin: 'arn:main', secrets: {}, plan }, {}, 5_300);
    silent.closeAllConnections();
    silent.close();
    expect(answer).toMatchObject({ Status: 'FAILED', Reason: 'Error: the store did not answer in time' });
  });

  it('is the same file every time', () => {
    const again = join(folder, 'again');
    execFileSync(process.execPath, [join(root, 'provision/handlers/build.mjs'), again]);
    expect(readFileSync(join(again, 'provision.js')).equals(readFileSync(join(folder, 'provision.js')))).toBe(true);
  });

  it('holds no path of the machine that built it', () => {
    expect(readFileSync(join(folder, 'provision.js'), 'utf8')).not.toContain(root);
  });
});
