import { imagesFile } from '../data';
import { inline, runScript } from '../scripts';
import { runners, tools } from '../tools';
import { checkout, expression, type Job, run, use } from '../workflow';
import { cosign, download, loginToGitHub, scan, upload } from './steps';

/** Digest and version of every image, by file name, from whichever job knows them. */
export const digestsPattern = 'digests*';
export const digestsFolder = `${expression('runner.temp')}/digests`;

const name = expression('matrix.name');
const buildFolder = `${expression('runner.temp')}/build`;

/** Which images must be built: those whose content was never signed. Deploys of another branch are refused here. */
export function plan(registry: string): Job {
  return {
    name: 'plan',
    if: "github.ref == 'refs/heads/main'",
    'runs-on': runners.amd64,
    permissions: { contents: 'read', packages: 'read' },
    'timeout-minutes': 20,
    outputs: { builds: expression('steps.plan.outputs.builds'), images: expression('steps.plan.outputs.images') },
    steps: [
      checkout({ history: true }),
      use('docker/setup-buildx-action'),
      loginToGitHub(),
      runScript('See what must be built', 'planBuilds', {
        id: 'plan',
        env: {
          IMAGES_FILE: imagesFile,
          REBUILD: expression('inputs.rebuild'),
          REGISTRY: registry,
          RUNNER_AMD64: runners.amd64,
          RUNNER_ARM64: runners.arm64,
        },
      }),
      upload('digests', digestsFolder, { ifNone: 'ignore' }),
    ],
  };
}

/** One image for one processor, on a runner that has it. Without a name: `publish` joins them. */
export function build(registry: string): Job {
  const architecture = expression('matrix.architecture');
  const context = expression('matrix.context');
  const image = `${registry}/${name}`;
  const built = `${image}@${expression('steps.build.outputs.digest')}`;
  const cache = `type=gha,scope=${name}-${architecture}`;
  return {
    name: `build (${name}, ${architecture})`,
    needs: ['plan'],
    if: "needs.plan.outputs.builds != '[]'",
    'runs-on': expression('matrix.runner'),
    permissions: { contents: 'read', packages: 'write' },
    'timeout-minutes': 45,
    strategy: { 'fail-fast': false, matrix: { include: expression('fromJSON(needs.plan.outputs.builds)') } },
    steps: [
      checkout({ history: false }),
      use('docker/setup-buildx-action'),
      loginToGitHub(),
      use('docker/build-push-action', {
        id: 'build',
        with: {
          context,
          file: `${context}/${expression('matrix.dockerfile')}`,
          target: expression('matrix.target'),
          'build-args': expression('matrix.args'),
          platforms: `linux/${architecture}`,
          outputs: `type=image,name=${image},push-by-digest=true,name-canonical=true,push=true`,
          provenance: 'mode=max',
          'cache-from': cache,
          'cache-to': `${cache},mode=max`,
        },
      }),
      scan(built),
      use('anchore/sbom-action', {
        name: 'List what is in the image',
        with: {
          image: built,
          format: 'spdx-json',
          'output-file': `${expression('runner.temp')}/sbom.json`,
          'syft-version': tools.syft,
          'upload-artifact': false,
          'upload-release-assets': false,
        },
      }),
      runScript('Keep digest and list', 'recordBuild', {
        env: { ARCHITECTURE: architecture, DIGEST: expression('steps.build.outputs.digest') },
      }),
      // No image's name has a dot, so the pattern of one image never takes another's.
      upload(`build.${name}.${architecture}`, buildFolder, { ifNone: 'error' }),
    ],
  };
}

/** The only job that may sign. It runs no code of the repository. */
export function publish(registry: string): Job {
  return {
    name: `publish (${name})`,
    needs: ['plan', 'build'],
    'runs-on': runners.amd64,
    permissions: { 'id-token': 'write', packages: 'write' },
    'timeout-minutes': 15,
    strategy: { 'fail-fast': false, matrix: { include: expression('fromJSON(needs.plan.outputs.images)') } },
    steps: [
      download(`build.${name}.*`, buildFolder),
      use('docker/setup-buildx-action'),
      loginToGitHub(),
      cosign(),
      run('Join, sign and attest', inline('publish'), {
        env: {
          CONTENT: expression('matrix.content'),
          IMAGE: `${registry}/${name}`,
          NAME: name,
          VERSION: expression('matrix.version'),
        },
      }),
      upload(`digests.${name}`, digestsFolder, { ifNone: 'error' }),
    ],
  };
}
