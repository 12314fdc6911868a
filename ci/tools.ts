/** Versions of the programs that the workflows install, each stated here and nowhere else. */
export const tools = {
  /** The oldest Node.js that Slipway runs on. */
  node: '20',
  golangciLint: 'v2.12.0',
  govulncheck: 'v1.9.0',
  /** The release that the pinned installer carries the checksum of. */
  cosign: 'v3.0.6',
  syft: 'v1.57.0',
  /** Released after the hijack of March 2026, which v0.69.4 was part of. */
  trivy: 'v0.70.0',
} as const;

/** Hosted runners. Never `latest`: its meaning changes without a commit of ours. */
export const runners = { amd64: 'ubuntu-24.04', arm64: 'ubuntu-24.04-arm' } as const;
