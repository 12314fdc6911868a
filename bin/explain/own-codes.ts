import type { Code } from '../../platform/index';

/** What the command line itself says with a code; all but the first have no place in the description. */
export const ownCodes: Readonly<Record<string, Code>> = {
  'unknown-override-target': {
    summary: 'An override changes something: its target and its path exist in what is rendered.',
    fix: 'look at the output without it, and correct target and path',
  },
  'wrong-usage': { summary: 'A command line is what `slipway --help` says.', fix: 'run `slipway <command> --help`' },
  'unknown-environment': {
    summary: 'An environment that the command line names is in the description.',
    fix: 'correct the name, or add the environment',
  },
  'unknown-output': {
    summary: 'An output that the command line names exists.',
    fix: 'name one of cdk, k8s, compose and ci',
  },
  'idle-output': {
    summary: 'An output that the command line names belongs to the runtime of an environment that is asked for.',
    fix: 'leave the output out, or ask for another environment',
  },
  'workflows-of-one': {
    summary: 'The workflows of all environments stand in the same files, so they are made together.',
    fix: 'leave out --environment, or ci',
  },
  'unknown-name': {
    summary: 'What `slipway explain` is asked for exists.',
    fix: 'run `slipway explain` for what there is',
  },
  'which-environment': {
    summary: 'Of several environments the command line names one, where only one is looked at.',
    fix: 'name it with --environment',
  },
  'whose-variables': { summary: 'Variables are those of a service or a job.', fix: 'name one' },
  'reveal-alone': {
    summary: 'Secret values are shown with `slipway explain <service> --env` alone.',
    fix: 'add --env',
  },
  'two-environments': {
    summary: 'An environment that is explained is not asked for in another one.',
    fix: 'leave out --environment',
  },
  'foreign-file': {
    summary:
      'Slipway replaces and removes only files that it wrote: they are in the list in the folder of the outputs.',
    fix: 'move the file away, or write elsewhere with --out',
  },
  'cannot-write': { summary: 'The file system takes the files that are written.', fix: 'mend what the message says' },
  'unknown-secret': {
    summary: 'A secret value that the command line names is one of the environment.',
    fix: 'run `slipway secrets <environment>` for those that are to be set',
  },
  'no-value': { summary: 'The value of a secret stands on standard input.', fix: 'run it with `< file`' },
  'value-exists': {
    summary: 'A secret value is never replaced: what uses the old one would stop working.',
    fix: 'change it in the file by hand, and in the store that knows it',
  },
  'values-on-aws': {
    summary: 'On AWS secret values are kept in Secrets Manager, not in a file.',
    fix: 'use the commands that `slipway secrets <environment>` prints',
  },
  'unsafe-file': {
    summary: 'Secret values go into a plain file of your own: a link could lead them elsewhere.',
    fix: 'move the link away, or make the file yours',
  },
  'broken-file': {
    summary: 'A file of secret values can be read, so that nothing in it is lost.',
    fix: 'correct the file',
  },
  'tracked-secret': {
    summary: 'Git tracks no file of secret values.',
    fix: 'git rm --cached the file, and make new values: the old ones are in the history',
  },
  'secret-not-ignored': {
    summary: 'Git ignores every file of secret values, so that none is added by accident.',
    fix: 'add the folder to .gitignore',
  },
  'missing-git': { summary: 'In a repository git must say whether a file is ignored.', fix: 'install git' },
  'git-failed': { summary: 'Git answers.', fix: 'mend what the message says' },
  'not-on-aws': {
    summary: 'The CDK app is of an environment on ECS.',
    fix: 'name one with -c env=<name>, or run `slipway synth`',
  },
  'containers-only': {
    summary: 'What `slipway dev --processes` starts is built from its source and needs no container around it.',
    fix: 'run `slipway dev` with a Docker engine, or give the address of a server that runs elsewhere',
  },
  'not-a-laptop': {
    summary: '`slipway dev` starts an environment whose runtime is compose.',
    fix: 'add one: { local: { runtime: compose } }',
  },
  'endless-json': {
    summary: 'A document is printed at the end of a command, and processes run until they are stopped.',
    fix: 'leave out --json',
  },
  'missing-engine': {
    summary: '`slipway dev` needs a Docker engine and Docker Compose.',
    fix: 'install what is missing, or run `slipway dev --processes`',
  },
  'missing-store': {
    summary: '`slipway dev --processes` starts stores with programs that this machine has.',
    fix: 'install the program, or run `slipway dev` with a Docker engine',
  },
  'open-values': {
    summary: 'Values that only the team knows are there before anything starts.',
    fix: 'set them with `slipway secrets <environment> --set`, or let them be made: secrets: { NAME: { generate: true } }',
  },
  'port-in-use': {
    summary: "The gateway's port is free: its address stands in what services tell their clients.",
    fix: 'stop what listens there, or give another one: gateway: { port: ... }',
  },
  'port-refused': {
    summary: "You may listen on the gateway's port: the first 1024 belong to root on many systems.",
    fix: 'give another one: gateway: { port: ... }',
  },
  'already-running': {
    summary: 'One `slipway dev --processes` runs an environment: two servers on the same data would destroy it.',
    fix: 'stop the other one',
  },
  'no-port': { summary: 'This machine has free ports for what is started.', fix: 'stop what listens on so many' },
  'unclear-build': {
    summary: 'How a program is built follows from its folder, or stands in the description.',
    fix: 'say it: build: { context: ..., command: [...] }',
  },
  'no-builder': { summary: 'The program that builds is on this machine.', fix: 'install it' },
  'build-failed': { summary: 'What is started builds.', fix: 'mend what the builder says' },
  'store-failed': { summary: 'A store starts and can be set up.', fix: 'mend what the message says' },
  'process-failed': { summary: 'Migrations and jobs end well before services start.', fix: 'mend what it printed' },
  'compose-failed': { summary: 'Docker Compose starts what is rendered.', fix: 'look at what it printed' },
  unhealthy: { summary: 'Every container is healthy in time, or ends well.', fix: 'look at its logs' },
  bug: { summary: 'Slipway failed in a way that it should not.', fix: 'report it, with what is printed' },
};
