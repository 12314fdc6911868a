import { limits as ecsLimits } from '../../cdk/limits';
import { limits as k8sLimits } from '../../k8s/limits';
import { output } from '../compose/workshop';
import { platformIn, problemsIn } from './targets';

/** One writes, others read. */
const text = `services:
  api: { image: "api:1", user: 1001, volumes: { uploads: { path: /out } } }
  web: { image: "web:1", user: 1002, mounts: { /srv/uploads: api.uploads, /srv/index: search.data }, scale: 2 }
jobs:
  pack: { image: "pack:1", mounts: { /in: api.uploads } }
resources:
  search: { kind: container, image: "search:1", volumes: { data: { path: /data } } }
`;

describe('a volume of another', () => {
  const made = output(platformIn('local', text));
  const mount = (source: string, target: string) => ({
    ...{ type: 'volume', source, target, read_only: true, volume: { nocopy: true } },
  });

  it('is the owner’s own volume, read-only, for services and jobs', () => {
    expect(made.service('web').volumes).toEqual([
      mount('search_data', '/srv/index'),
      mount('api_uploads', '/srv/uploads'),
    ]);
    expect(made.service('pack').volumes).toEqual([mount('api_uploads', '/in')]);
    expect(made.service('api').volumes).toEqual([{ type: 'volume', source: 'api_uploads', target: '/out' }]);
  });

  it('is there when the owner has it, and stays the owner’s', () => {
    const ended = { condition: 'service_completed_successfully' };
    expect(made.service('web').depends_on).toEqual({ 'api-volumes': ended, 'search-volumes': ended });
    expect(made.service('pack').depends_on).toEqual({ 'api-volumes': ended });
    expect(made.service('api-volumes').entrypoint).toEqual(['chown', '1001:1001', '/volumes/uploads']);
    expect(made.document.services).not.toHaveProperty('web-volumes');
  });

  it('keeps no replicas back: what reads alone may run twice', () => {
    expect(made.service('web').deploy.replicas).toBe(2);
  });
});

it('is refused by name on Kubernetes and ECS, where each replica has a volume of its own', () => {
  const found = (limits: typeof k8sLimits, environment: 'cluster' | 'cloud') =>
    limits
      .filter(({ code }) => code === 'unsupported-shared-volume')
      .flatMap((limit) => limit.find(platformIn(environment, text)).map((path) => path.join('.')));
  const places = ['services.web.mounts./srv/index', 'services.web.mounts./srv/uploads', 'jobs.pack.mounts./in'];
  expect(found(k8sLimits, 'cluster')).toEqual(places);
  expect(found(ecsLimits, 'cloud')).toEqual(places);
});

it('may be taken away in an environment', () => {
  const { services } = platformIn('local', text, { compose: 'services: { web: { mounts: { /srv/index: null } } }' });
  expect(services.find(({ name }) => name === 'web')?.mounts).toEqual([
    { path: '/srv/uploads', owner: 'api', volume: 'uploads' },
  ]);
});

it.each([
  ['web.mine', 'a volume of its own'],
  ['api.nothing', 'a volume that there is not'],
  ['pack.state', 'a volume of a job'],
  ['api', 'no volume'],
])('refuses %s: %s', (reference) => {
  const wrong = `services:
  api: { image: "api:1", volumes: { uploads: { path: /out } } }
  web: { image: "web:1", volumes: { mine: { path: /mine } }, mounts: { /in: ${reference} } }
jobs: { pack: { image: "pack:1", volumes: { state: { path: /state } } } }`;
  expect(problemsIn('local', wrong)).toEqual(['unknown-volume services.web.mounts./in']);
});
