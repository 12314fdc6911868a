import { tools } from '../tools';
import { expression, run, type Step, use } from '../workflow';

/** Node.js and the locked packages of the repository. */
export function packages(): Step[] {
  return [
    use('actions/setup-node', { with: { 'node-version': tools.node } }),
    run('Install Slipway as locked', 'npm ci --no-audit --no-fund'),
  ];
}

/** Fails on what an update of a dependency or of the base image would mend. */
export function scan(reference: string): Step {
  return use('aquasecurity/trivy-action', {
    name: 'Scan the image',
    with: {
      'image-ref': reference,
      severity: 'HIGH,CRITICAL',
      'ignore-unfixed': true,
      'exit-code': '1',
      version: tools.trivy,
    },
  });
}

/** Into the repository's own registry, with the token of the run. */
export function loginToGitHub(): Step {
  return use('docker/login-action', {
    with: { registry: 'ghcr.io', username: expression('github.actor'), password: expression('github.token') },
  });
}

export function cosign(): Step {
  return use('sigstore/cosign-installer', { with: { 'cosign-release': tools.cosign } });
}

/** Files for a later job of the same run. */
export function upload(name: string, path: string, options: { readonly ifNone: 'error' | 'ignore' }): Step {
  return use('actions/upload-artifact', {
    with: { name, path, 'if-no-files-found': options.ifNone, 'retention-days': 7 },
  });
}

/** The files of all artifacts that fit the pattern, in one folder. */
export function download(pattern: string, path: string): Step {
  return use('actions/download-artifact', { with: { pattern, path, 'merge-multiple': true } });
}
