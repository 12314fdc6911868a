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
    fix: 'move the link away',
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
  bug: { summary: 'Slipway failed in a way that it should not.', fix: 'report it, with what is printed' },
};
