import { type Platform, printText, resolve } from '../../../platform/index';
import { documentOf } from '../../support/platforms';

const { platform } = resolve(documentOf('shop'), 'local', {
  services: { users: { http: 20001, grpc: 20002 } },
  resources: { main: 20010, events: 20011 },
});
const usual = resolve(documentOf('shop'), 'local').platform;

function variable(from: Platform | undefined, service: string, name: string): string | undefined {
  const found = from?.services.find((each) => each.name === service)?.env.find((each) => each.name === name);
  return found && printText(found.value);
}

describe('ports of one machine', () => {
  it('are what the service is told to listen on, and what its checks ask', () => {
    expect(variable(platform, 'users', 'PORT')).toBe('20001');
    expect(variable(platform, 'users', 'GRPC_PORT')).toBe('20002');
    const users = platform?.services.find(({ name }) => name === 'users');
    expect(users?.health.readiness?.number).toBe(20001);
    expect(users?.routes.map(({ number }) => number)).toEqual([20001]);
  });

  it('are what callers and users of stores are told', () => {
    expect(variable(platform, 'users', 'PGPORT')).toBe('20010');
    expect(variable(platform, 'orders', 'DATABASE_URL')).toContain(':20010/orders');
    expect(platform?.resources.find(({ name }) => name === 'events')?.port).toBe(20011);
    const users = platform?.services.find(({ name }) => name === 'users');
    expect(users?.ports.find(({ name }) => name === 'grpc')).toMatchObject({ number: 20002, as: 20002 });
  });

  it('leave every other port as it is', () => {
    expect(variable(platform, 'users', 'METRICS_PORT')).toBe(variable(usual, 'users', 'METRICS_PORT'));
    expect(variable(platform, 'orders', 'PORT')).toBe('8080');
    expect(variable(platform, 'users', 'REDIS_ADDR')).toBe('<host of sessions>:6379');
  });
});
