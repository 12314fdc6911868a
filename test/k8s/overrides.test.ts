import { render } from '../../k8s/index';
import { OverrideError } from '../../platform/index';
import { find, platformFrom, readBack } from './manifests';

const body = 'services: { web: { image: "web:1", ports: { http: 8080 } } }';
const rendered = (override: string) => readBack(render(platformFrom(body, `, overrides: { k8s: [${override}] }`)));

describe('overrides of manifests', () => {
  it('change what they name', () => {
    const objects = rendered(
      '{ target: Deployment/web, path: /spec/minReadySeconds, set: 30 }, { target: Service/web, path: /spec/type, remove: true }',
    );
    expect(find(objects, 'Deployment/web').spec.minReadySeconds).toBe(30);
    expect(find(objects, 'Service/web').spec).not.toHaveProperty('type');
  });

  it('refuses a target that is not there, with the one that was meant', () => {
    expect(() => rendered('{ target: Deployment/wep, path: /spec/replicas, set: 2 }')).toThrow(OverrideError);
    expect(() => rendered('{ target: Deployment/wep, path: /spec/replicas, set: 2 }')).toThrow(
      'did you mean "Deployment/web"?',
    );
  });

  it('refuses a path that is not there', () => {
    expect(() => rendered('{ target: Deployment/web, path: /spec/template/metadata/nothing/here, set: 2 }')).toThrow(
      /overrides\.k8s\[0\].*does not exist/,
    );
  });
});
