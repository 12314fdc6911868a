import { gatewayConfig } from '../../compose/haproxy';
import { answeredRoutes } from './route-table';
import { output, platformFrom } from './workshop';

const platform = platformFrom(answeredRoutes);
const sections = gatewayConfig(platform).split('\n\n');
const backend = (name: string) => {
  const found = sections.find((each) => each.startsWith(`backend ${name}\n`));
  return found
    ?.split('\n')
    .slice(1)
    .map((line) => line.trim());
};

it('redirects with the query, with a question mark only before one', () => {
  expect(backend('old-0')).toEqual([
    'http-request redirect code 301 location "https://www.example.org/a%%20b?%[query]" if { query -m len gt 0 }',
    'http-request redirect code 301 location "https://www.example.org/a%%20b"',
  ]);
});

it('keeps path and query where the redirect has no path', () => {
  expect(backend('old-1')).toEqual(['http-request redirect code 308 location "https://www.example.org:8443%[pathq]"']);
});

it('responds with the text as it is, in one line', () => {
  expect(backend('old-4')).toEqual([
    'http-request return status 410 content-type text/html string "It \\"was\\" here\\\\nfor 5\\$,\\n50% sure"',
  ]);
  expect(backend('old-3')).toEqual(['http-request return status 405']);
});

it('needs neither a port nor a service that runs', () => {
  const { service } = output(platform);
  expect(service('gateway').depends_on).toEqual({ web: { condition: 'service_started' } });
  expect(service('old').network_mode).toBe('none');
});

it('publishes the gateway where it answers everything by itself', () => {
  const alone = output(
    platformFrom('services: { old: { image: "old:1", routes: [{ path: /, respond: { status: 410 } }] } }'),
  );
  expect(alone.service('gateway').ports).toEqual([expect.objectContaining({ published: '8080' })]);
  expect(Object.keys(alone.service('gateway').networks ?? {})).toEqual(['gateway.public']);
});
