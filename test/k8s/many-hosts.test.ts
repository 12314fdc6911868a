import { render } from '../../k8s/index';
import { schemaProblems } from '../support/manifest-schema';
import { platformFrom, readBack } from './manifests';

const hosts = Array.from({ length: 40 }, (_, at) => `h${at}.example.com`);
const routes = hosts.map((host) => `{ host: ${host} }`).join(', ');
const objects = readBack(
  render(platformFrom(`services: { web: { image: "web:1", ports: { http: 8080 }, routes: [${routes}] } }`)),
);

describe('the way to HTTPS of many hosts', () => {
  const redirects = objects.filter(
    ({ kind, metadata }) => kind === 'HTTPRoute' && metadata.name.startsWith('shop-to-https'),
  );

  it('is in as many objects as the Gateway API needs, of 16 hosts at most', () => {
    expect(redirects.map(({ metadata, spec }) => [metadata.name, spec.hostnames.length])).toEqual([
      ['shop-to-https', 16],
      ['shop-to-https-2', 16],
      ['shop-to-https-3', 9],
    ]);
  });

  it('has every host once', () => {
    const all = redirects.flatMap(({ spec }) => spec.hostnames);
    expect([...all].sort()).toEqual([...hosts, 'shop.example.com'].sort());
  });

  it('is what the API takes', () => {
    expect(redirects.flatMap(({ file: _file, ...each }) => schemaProblems(each))).toEqual([]);
  });
});
