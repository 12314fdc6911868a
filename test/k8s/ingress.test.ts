import { limits, render } from '../../k8s/index';
import { schemaProblems } from '../support/manifest-schema';
import { find, platformFrom, readBack } from './manifests';

const platform = platformFrom(`
gateway: { kind: ingress, certificate: shop-certificate }
services:
  web: { image: "web:1", ports: { http: { number: 8080, as: 80 } }, routes: [/, { path: /, host: www.example.com }] }
  api: { image: "api:1", ports: { http: 8080 }, routes: /api }
`);
const objects = readBack(render(platform));

describe('the entry by Ingress', () => {
  const { spec, metadata, file: _file, ...rest } = find(objects, 'Ingress/shop');

  it('leads hosts and prefixes to the named ports of services', () => {
    const paths = spec.rules.map(
      ({
        host,
        http,
      }: {
        host: string;
        http: { paths: { path: string; backend: { service: { name: string; port: { name: string } } } }[] };
      }) => [
        host,
        http.paths.map(({ path, backend }) => `${path} ${backend.service.name}:${backend.service.port.name}`),
      ],
    );
    expect(paths).toEqual([
      ['shop.example.com', ['/api api:http', '/ web:http']],
      ['www.example.com', ['/ web:http']],
    ]);
    expect(spec.ingressClassName).toBe('nginx');
    expect(schemaProblems({ ...rest, metadata, spec } as never)).toEqual([]);
  });

  it('has the certificate that is given, and asks nobody for another', () => {
    expect(spec.tls).toEqual([{ hosts: ['shop.example.com', 'www.example.com'], secretName: 'shop-certificate' }]);
    expect(metadata.annotations).toBeUndefined();
  });

  it('makes no object of the Gateway API', () => {
    expect(objects.filter(({ apiVersion }) => apiVersion.startsWith('gateway.'))).toEqual([]);
  });

  it('refuses what a plain Ingress cannot say, and no default', () => {
    const codesOf = (of: typeof platform) =>
      limits.filter((limit) => limit.find(of).length > 0).map(({ code }) => code);
    expect(codesOf(platform)).toEqual([]);
    const written = platformFrom(`
gateway: { kind: ingress, certificate: shop-certificate, headers: { x-frame-options: DENY } }
services: { api: { image: "api:1", ports: { http: 8080 }, routes: [{ path: /api, timeout: 5s }] } }
`);
    expect(codesOf(written)).toEqual(['unsupported-route-timeout', 'unsupported-response-headers']);
  });
});
