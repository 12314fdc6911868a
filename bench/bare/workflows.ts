import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Shape } from '../generate';
import { name } from './settings';

const checkout = {
  uses: 'actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1',
  with: { 'persist-credentials': false },
};

/** Workflows as plain data: a matrix of the services, and a job for each environment. */
export function writeWorkflows(services: readonly Shape[], folder: string): void {
  const matrix = { service: services.map((shape) => ({ name: shape.name, context: `services/${shape.name}` })) };
  const write = (file: string, workflow: object) =>
    writeFileSync(join(folder, file), stringify(workflow, { lineWidth: 0 }));
  mkdirSync(folder, { recursive: true });
  write('pull-request.yml', {
    name: 'pull-request',
    on: { pull_request: {} },
    permissions: {},
    jobs: {
      go: job({
        strategy: { matrix },
        steps: [checkout, ...['go vet ./...', 'go test -race ./...'].map((run) => ({ run }))],
      }),
    },
  });
  write('deploy.yml', {
    name: 'deploy',
    on: { push: { branches: ['main'] } },
    permissions: {},
    jobs: {
      build: job({ strategy: { matrix }, steps: [checkout, { run: `docker build --tag ghcr.io/acme/${name} .` }] }),
      prod: job({ needs: ['build'], environment: 'prod', steps: [checkout, { run: 'npx cdk deploy --all' }] }),
      edge: job({
        needs: ['build'],
        environment: 'edge',
        steps: [checkout, { run: 'kubectl apply --kustomize services' }],
      }),
    },
  });
}

function job(own: object): object {
  return { 'runs-on': 'ubuntu-24.04', 'timeout-minutes': 30, permissions: { contents: 'read' }, ...own };
}
