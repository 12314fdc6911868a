import { render } from '../../k8s/index';
import { find, mainOf, platformFrom, readBack, templateOf } from './manifests';

/** Places in a container whose names as volumes would be one. */
const places = ['/a-b', '/a/b', '/a_b', '/A/b', `/${'x'.repeat(60)}/one`, `/${'x'.repeat(60)}/two`, '/-'];

describe('the volumes of a pod', () => {
  const text = `services: { web: { image: "web:1", writable: [${places.map((path) => `"${path}"`).join(', ')}] } }`;
  const object = find(readBack(render(platformFrom(text))), 'Deployment/web');
  const pod = templateOf(object)?.spec as { volumes: { name: string }[] } | undefined;
  const names = pod?.volumes.map(({ name }) => name) ?? [];
  const mounts: { name: string; mountPath: string }[] = mainOf(object).volumeMounts;

  it('have a name each, whatever their places are called', () => {
    expect(names).toHaveLength(places.length);
    expect(new Set(names).size).toBe(places.length);
    for (const name of names) expect(name).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
  });

  it('are mounted each at its place', () => {
    expect(mounts.map(({ mountPath }) => mountPath).sort()).toEqual([...places].sort());
    expect(mounts.map(({ name }) => name).sort()).toEqual([...names].sort());
  });

  it('keep their names when another one comes', () => {
    const more = text.replace('"/-"', '"/-", "/z"');
    const after = mainOf(find(readBack(render(platformFrom(more))), 'Deployment/web'));
    expect(after.volumeMounts).toEqual(expect.arrayContaining(mounts));
  });
});
