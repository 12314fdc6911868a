export const outputs = ['cdk', 'k8s', 'compose', 'ci'] as const;
export type Output = (typeof outputs)[number];

/** Options of all commands; a command reads those that its entry below names. */
export interface Options {
  readonly file: string;
  readonly environment?: string;
  /** '' where the command has another place by default. */
  readonly out: string;
  readonly check: boolean;
  readonly format?: 'text' | 'mermaid';
  readonly set?: string;
  readonly env?: boolean;
  readonly reveal?: boolean;
  readonly processes?: boolean;
}
