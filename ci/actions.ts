/** One third-party action at one commit. Tags can be moved, commits cannot. */
export interface Action {
  /** The tag that the commit had when it was pinned; printed behind it. */
  readonly version: string;
  /** Commit, 40 hexadecimal digits. */
  readonly sha: string;
}

/** Every third-party action that a generated workflow uses, pinned here and nowhere else. */
export const actions = {
  'actions/checkout': { version: 'v7.0.1', sha: '3d3c42e5aac5ba805825da76410c181273ba90b1' },
  'actions/download-artifact': { version: 'v8.0.1', sha: '3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c' },
  'actions/setup-go': { version: 'v7.0.0', sha: 'b7ad1dad31e06c5925ef5d2fc7ad053ef454303e' },
  'actions/setup-node': { version: 'v7.0.0', sha: '820762786026740c76f36085b0efc47a31fe5020' },
  'actions/upload-artifact': { version: 'v7.0.1', sha: '043fb46d1a93c77aae656e7c1c64a875d1fc6a0a' },
  'anchore/sbom-action': { version: 'v0.24.0', sha: 'e22c389904149dbc22b58101806040fa8d37a610' },
  'aquasecurity/trivy-action': { version: 'v0.36.0', sha: 'ed142fd0673e97e23eac54620cfb913e5ce36c25' },
  'aws-actions/configure-aws-credentials': { version: 'v6.2.3', sha: 'e6de054238d6b7531b4efff3b6587d9aade6a06c' },
  'docker/build-push-action': { version: 'v7.3.0', sha: '53b7df96c91f9c12dcc8a07bcb9ccacbed38856a' },
  'docker/login-action': { version: 'v4.6.0', sha: 'dbcb813823bdd20940b903addbd779551569679f' },
  'docker/setup-buildx-action': { version: 'v4.2.0', sha: 'bb05f3f5519dd87d3ba754cc423b652a5edd6d2c' },
  'golangci/golangci-lint-action': { version: 'v9.3.0', sha: 'ba0d7d2ec06a0ea1cb5fa41b2e4a3ab91d21278a' },
  'sigstore/cosign-installer': { version: 'v4.1.2', sha: '6f9f17788090df1f26f669e9d70d6ae9567deba6' },
} as const satisfies Readonly<Record<string, Action>>;

export type ActionName = keyof typeof actions;

/** What a step names under `uses`. The version is put behind it when the workflow is written. */
export function action(name: ActionName): string {
  return `${name}@${actions[name].sha}`;
}
