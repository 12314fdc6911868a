import { outputs } from './options';

export interface OptionEntry {
  readonly flags: string;
  /** Ends with the default in words where commander cannot print one. */
  readonly description: string;
  readonly default?: string | boolean;
  readonly choices?: readonly string[];
  /** What completion offers besides `choices`. */
  readonly completes?: 'file' | 'folder' | 'environment';
}

export interface ArgumentEntry {
  readonly name: string;
  readonly description: string;
  readonly choices?: readonly string[];
  readonly completes?: 'output' | 'environment';
}

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly argument?: ArgumentEntry;
  readonly options: readonly OptionEntry[];
  readonly example: string;
}

const file: OptionEntry = {
  flags: '-f, --file <path>',
  description: 'description of the platform',
  default: 'platform.yaml',
  completes: 'file',
};
const environment: OptionEntry = {
  flags: '-e, --environment <name>',
  description: 'one environment (default: all)',
  completes: 'environment',
};

/** What the command line is; `handlers.ts` says what it does, so that help and completion load no more than this. */
export const commands: readonly CommandEntry[] = [
  {
    name: 'check',
    summary: 'say everything that is wrong with the description',
    options: [file, environment],
    example: 'slipway check --environment prod',
  },
  {
    name: 'synth',
    summary: 'write the outputs: CDK, Kubernetes, Compose, GitHub Actions',
    argument: {
      name: '[outputs...]',
      description: `some of: ${outputs.join(', ')} (default: all that the environments have)`,
      completes: 'output',
    },
    options: [
      file,
      environment,
      { flags: '-o, --out <folder>', description: 'where to write', default: 'dist', completes: 'folder' },
      { flags: '--check', description: 'write nothing; exit 1 if a file would change', default: false },
    ],
    example: 'slipway synth k8s compose --environment local',
  },
  {
    name: 'explain',
    summary: 'show what was decided and why, or what a field or a code means',
    argument: {
      name: '[name]',
      description:
        'a service, job, resource or environment; a field such as services.scale.min; a code such as shared-database (default: the platform)',
    },
    options: [
      file,
      environment,
      {
        flags: '--env',
        description: 'only the variables of a service or job, as NAME=value lines (environment: the one on compose)',
        default: false,
      },
      {
        flags: '--reveal',
        description: 'with --env: secret values too, from the file that git ignores',
        default: false,
      },
    ],
    example: 'slipway explain orders --environment prod',
  },
  {
    name: 'graph',
    summary: 'draw who talks to whom',
    options: [
      file,
      environment,
      {
        flags: '--format <format>',
        description: 'how to draw (default: text on a terminal, mermaid elsewhere)',
        choices: ['text', 'mermaid'],
      },
    ],
    example: 'slipway graph --environment prod --format mermaid',
  },
  {
    name: 'schema',
    summary: 'print the JSON Schema of a description, for editors',
    options: [
      { flags: '-o, --out <file>', description: 'file to write instead (default: standard output)', completes: 'file' },
    ],
    example: 'slipway schema --out platform.schema.json',
  },
  {
    name: 'dev',
    summary: 'start an environment on this machine, and say where everything is',
    options: [
      file,
      { ...environment, description: 'environment to start (default: the only one on compose)' },
      { flags: '-o, --out <folder>', description: 'where to write compose.yaml', default: 'dist', completes: 'folder' },
      {
        flags: '--processes',
        description: 'as processes, with stores that run on this machine, until Control-C; needs no containers',
        default: false,
      },
    ],
    example: 'slipway dev',
  },
  {
    name: 'secrets',
    summary: 'make the secret values that an environment still lacks',
    argument: { name: '<environment>', description: 'environment of the description', completes: 'environment' },
    options: [
      file,
      { flags: '--set <variable>', description: 'store the value that stands on standard input (default: none)' },
    ],
    example: 'slipway secrets local',
  },
  {
    name: 'doctor',
    summary: 'look for the programs that the environments need',
    options: [file],
    example: 'slipway doctor',
  },
  {
    name: 'completion',
    summary: 'print a completion script for a shell',
    argument: { name: '<shell>', description: 'shell that will read it', choices: ['bash', 'zsh', 'fish'] },
    options: [],
    example: 'slipway completion bash > ~/.local/share/bash-completion/completions/slipway',
  },
];

/** What every command takes. */
export const globalOptions: readonly OptionEntry[] = [
  { flags: '--json', description: 'print one JSON document', default: false },
  { flags: '-q, --quiet', description: 'say nothing but results and errors', default: false },
  { flags: '-v, --verbose', description: 'say more, with times', default: false },
  { flags: '--no-color', description: 'no colours (default: colours on a terminal, unless NO_COLOR is set)' },
];
