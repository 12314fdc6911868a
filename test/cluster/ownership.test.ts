import { type Data, Deployment } from './support/deployment';

const web = (name: string, fields: string) => `
platform: ${name}
repository: acme/web
services:
  web: { image: "ghcr.io/acme/web:1", ports: { http: 8080 }, ${fields} }
environments:
  stg: { runtime: kubernetes }
`;
const made: Deployment[] = [];
const deployment = () => {
  const one = new Deployment();
  made.push(one);
  return one;
};
afterAll(() => {
  for (const each of made) each.remove();
});
const variables = (on: Deployment): string[] =>
  on.read('deployment/web').spec.template.spec.containers[0].env.map(({ name }: Data) => name);
const managers = (on: Deployment): string[] =>
  on.read('deployment/web').metadata.managedFields.map(({ manager, operation }: Data) => `${manager} ${operation}`);

describe('fields of a deploy', () => {
  it('go when the description no longer has them, after applies of the client too', () => {
    const on = deployment().use(web('moved', 'env: { OLD: "1", KEPT: "1" }'));
    expect(on.bash(`kubectl apply --filename base/namespace.yaml && kubectl apply --kustomize .`)).toMatchObject({
      status: 0,
    });
    expect(variables(on)).toEqual(expect.arrayContaining(['OLD', 'KEPT']));
    on.deployed(web('moved', 'env: { KEPT: "1" }'));
    expect(variables(on)).toContain('KEPT');
    expect(variables(on)).not.toContain('OLD');
    expect(managers(on)).not.toContain('kubectl-client-side-apply Update');
    expect(on.read('deployment/web').metadata.annotations).not.toHaveProperty(
      'kubectl.kubernetes.io/last-applied-configuration',
    );
  });

  it('go when they came back by a rollback', () => {
    const on = deployment().deployed(web('undone', 'env: { OLD: "1" }'));
    on.deployed(web('undone', 'env: { NEW: "1" }'));
    expect(on.kubectl('rollout', 'undo', 'deployment/web')).toMatchObject({ status: 0 });
    expect(variables(on)).toContain('OLD');
    on.deployed(web('undone', 'env: { NEW: "2" }'));
    expect(variables(on)).toContain('NEW');
    expect(variables(on)).not.toContain('OLD');
  });

  it('leave alone what others write: a restart is not undone by a restart', () => {
    const on = deployment().deployed(web('restarted', 'env: { A: "1" }'));
    expect(on.kubectl('rollout', 'restart', 'deployment/web').status).toBe(0);
    expect(on.kubectl('annotate', 'deployment/web', 'team.example.com/note=kept').status).toBe(0);
    const { generation } = on.read('deployment/web').metadata;
    on.deployed(web('restarted', 'env: { A: "1" }'));
    const { metadata } = on.read('deployment/web');
    expect(metadata.generation).toBe(generation);
    expect(metadata.annotations['team.example.com/note']).toBe('kept');
  });

  it('take back what a person changed in them', () => {
    const on = deployment().deployed(web('scaled', 'scale: 2'));
    expect(on.kubectl('scale', 'deployment/web', '--replicas=1').status).toBe(0);
    on.deployed(web('scaled', 'scale: 2'));
    expect(on.read('deployment/web').spec.replicas).toBe(2);
  });
});

describe('an autoscaler', () => {
  const on = deployment();
  it('begins with as many as there were, and not with one', () => {
    on.deployed(web('auto', 'scale: 4'));
    on.deployed(web('auto', 'scale: { min: 3, max: 9, cpu: 60 }'));
    expect(on.read('deployment/web').spec.replicas).toBe(4);
    expect(on.read('hpa/web').spec.minReplicas).toBe(3);
    on.deployed(web('auto', 'scale: { min: 3, max: 9, cpu: 60 }'));
    expect(on.read('deployment/web').spec.replicas).toBe(4);
  });

  it('goes when the number is fixed again', () => {
    on.deployed(web('auto', 'scale: 2'));
    expect(on.read('hpa/web')).toBeNull();
    expect(on.read('deployment/web').spec.replicas).toBe(2);
  });
});
