import { acceptanceCodes } from '../limits/acceptance';
import { rules } from '../rules/check';
import type { Code } from './code';

/** Of the file and its YAML. */
const file: Readonly<Record<string, Code>> = {
  'missing-file': {
    summary: 'A file that is named exists: the description itself, and what it names under `files`.',
    fix: 'make the file, or correct the path',
  },
  'is-a-directory': {
    summary: 'The description is a file, not a directory.',
    fix: 'give the file inside it with --file',
  },
  'unreadable-file': {
    summary: 'The description can be read by the user who runs Slipway.',
    fix: 'change its permissions',
  },
  'too-large': {
    summary: 'A description has 1 MiB at most: one of a thousand services has a third of that.',
    fix: 'give the description itself, or split the platform',
  },
  'not-text': {
    summary:
      'A description is text in UTF-8, without control characters and without characters that no target can store.',
    fix: 'save the file as UTF-8, and leave control characters out',
  },
  'empty-file': { summary: 'A description holds something.', fix: 'start with a line such as "platform: shop"' },
  'not-a-map': {
    summary: 'A description is a map of fields at the top.',
    fix: 'start with a line such as "platform: shop"',
  },
  'yaml-syntax': {
    summary: 'A description is YAML 1.2 that can be read in one way.',
    fix: 'correct the line, or the one before',
  },
  'yaml-directive': {
    summary: 'A description has no directives: its YAML is 1.2.',
    fix: 'take the line that starts with "%" out',
  },
  'yaml-tag': {
    summary: 'A description has no tags: fields say by themselves what they take.',
    fix: 'take the tag out',
  },
  'tab-indentation': {
    summary: 'YAML is indented with spaces; how wide a tab is, nobody knows.',
    fix: 'indent with spaces',
  },
  'multiple-documents': { summary: 'A file holds one description.', fix: 'take out what follows the second "---"' },
  'duplicate-key': { summary: 'A map has each key once; of two, one would be lost.', fix: 'keep one of the two' },
  'key-not-text': {
    summary: 'Keys are text. `{{ x }}` outside quotes is a map with a map for a key.',
    fix: 'put quotes around the key, or around all of a text that starts with "{" or "["',
  },
  'merge-key': { summary: 'YAML 1.2 has no merge key `<<`.', fix: 'write the fields out' },
  'reserved-key': { summary: 'Some keys are names that JavaScript keeps for itself.', fix: 'choose another name' },
  'ambiguous-number': {
    summary:
      'Numbers with leading zeros, or of more digits than a computer keeps, are read in different ways by different programs.',
    fix: 'put the number in quotes',
  },
  'alias-limit': {
    summary:
      'An alias holds neither itself nor, with others, more values than fit: a short text could stand for terabytes.',
    fix: 'write the values themselves',
  },
  'too-deep': { summary: 'Maps and lists stand at most 32 levels deep.', fix: 'make the description flatter' },
};

/** Of the shape: what the schema says. */
const shape: Readonly<Record<string, Code>> = {
  'unknown-key': {
    summary: 'Every field is one that the language has here, so that nothing is silently without effect.',
    fix: 'correct the name, or remove the field',
  },
  'missing-field': { summary: 'A field without a default is given.', fix: 'add the field' },
  'wrong-type': {
    summary: 'A value is of the type that the field takes: text, number, true or false, a map, a list.',
    fix: 'write a value of that type',
  },
  'not-allowed': { summary: 'A field with a choice takes one of its words.', fix: 'write one of the words' },
  'bad-format': { summary: 'A text has the form that the field takes.', fix: 'change the text' },
  'out-of-range': {
    summary: 'A number, or the length of a list or text, is in the bounds of its field.',
    fix: 'write a value in the bounds',
  },
  'unknown-default': {
    summary: 'What `extends` names stands under `defaults.named`.',
    fix: 'correct the name, or add it there',
  },
  'default-cycle': {
    summary: 'Defaults do not extend themselves, by way of others either.',
    fix: 'remove one extends',
  },
  'unused-default': {
    summary:
      'Some service or job starts from each default: one that nobody starts from is believed to count, and does not.',
    fix: 'remove it, or extend it',
  },
  'no-environment': {
    summary: 'A description has at least one environment: without one nothing runs anywhere.',
    fix: 'add environments: { local: { runtime: compose } }',
  },
};

/** Of one environment, while it is resolved. */
const resolution: Readonly<Record<string, Code>> = {
  'unknown-environment': {
    summary: 'An environment that is asked for is one of the description.',
    fix: 'correct the name',
  },
  'unknown-override': {
    summary: 'An environment overrides what the base has.',
    fix: 'correct the name, or add it to the base with only: [the environment]',
  },
  'nothing-to-remove': {
    summary: 'Null takes away what the base has, in an environment, or what the defaults have, in a service or job.',
    fix: 'correct the name, or remove the line',
  },
  'no-account': { summary: 'On AWS an environment has an account.', fix: 'add account: with twelve digits in quotes' },
  'no-region': { summary: 'On AWS an environment has a region.', fix: 'add region:' },
  'override-operation': { summary: 'A patch sets a value or removes one.', fix: 'write either set: or remove: true' },
  'override-target': { summary: 'A patch says which part of the output it changes.', fix: 'add target:' },
  'bad-amount': {
    summary: 'An amount is above zero and not finer than its unit.',
    fix: 'write an amount such as 64Mi, 0.25, 20Gi or 30s',
  },
  'whole-seconds': { summary: 'Times are whole seconds: no target counts finer.', fix: 'round it to seconds' },
  'whole-days': { summary: 'Backups are kept for whole days.', fix: 'write days, such as 7d' },
  'image-and-build': {
    summary: 'A container has one image: one that exists, or one that is built.',
    fix: 'remove image: or build:',
  },
  'no-image': {
    summary: 'A container has an image: one that exists, or one that is built.',
    fix: 'add build: or image:',
  },
  'port-protocol': {
    summary: 'A port speaks a protocol: its name says it, or the field does.',
    fix: 'write { number: 8080, protocol: http }',
  },
  'probe-actions': { summary: 'One health check asks in one way.', fix: 'keep one of http, grpc, tcp and command' },
  'probe-port': {
    summary: 'A health check asks over a protocol that a port speaks.',
    fix: 'add a port, name one with port:, or ask with command:',
  },
  'unknown-port': { summary: 'A named port exists.', fix: 'correct the name, or add the port' },
  'port-range-inside': {
    summary: 'A range of ports is reached on the host that publishes it; callers and routes reach single ports.',
    fix: 'name a single port',
  },
  'route-port': { summary: 'A route leads to a port.', fix: 'add ports:, or name a tcp or udp port' },
  'route-answer': {
    summary:
      'A route leads to a port, redirects or responds: one of the three. What belongs to a port has no meaning for the others, and a response has no status 3xx.',
    fix: 'remove what belongs to another kind of route',
  },
  'raw-route': {
    summary:
      'A route to a tcp or udp port is a port and a host name, and only such a route has a public port of its own.',
    fix: 'remove the field',
  },
  'unknown-service': { summary: 'What is called is a service.', fix: 'correct the name' },
  'unknown-resource': {
    summary: 'What is used, published to or consumed from is a resource.',
    fix: 'correct the name',
  },
  'absent-here': {
    summary: 'What is named exists in the same environment: `only` may leave it out.',
    fix: 'add the environment to only:, or give the list again there',
  },
  'calls-itself': { summary: 'A service needs no edge to itself.', fix: 'remove it' },
  'calls-worker': { summary: 'What is called has a port.', fix: 'add ports:, or remove the call' },
  'needs-part': {
    summary: 'An edge to a server of several parts names the part: a database, a topic, a queue.',
    fix: 'write resource.part',
  },
  'unknown-part': { summary: 'A part that is named exists in its resource.', fix: 'correct the name, or add the part' },
  'no-parts': {
    summary: 'Only databases, topics, queues and ports are parts.',
    fix: 'write the name of the resource alone',
  },
  'use-of-broker': {
    summary: 'A broker of topics is used by topic.',
    fix: 'name the topics under publishes: and consumes:',
  },
  'not-a-broker': {
    summary: 'What is published to or consumed from has topics or queues.',
    fix: 'write it under uses:',
  },
  'unknown-member': {
    summary: 'What shares a mesh is a service, a job or a resource of some environment.',
    fix: 'correct the name',
  },
  'unknown-after': { summary: 'What is waited for exists in the same environment.', fix: 'correct the name' },
  'variable-twice': {
    summary: 'Two edges that would give one variable different values need a word from the team.',
    fix: 'give the variable under env:',
  },
  'reference-syntax': {
    summary: 'A reference ends: `${main.orders.url}`. `$${` is a literal `${`.',
    fix: 'close it with }',
  },
  'reference-cycle': {
    summary: 'A variable does not refer to itself, neither directly nor through others.',
    fix: 'break the circle of ${env....}',
  },
  'unknown-reference': { summary: 'What a reference names exists.', fix: 'correct the name; "$${" is a literal "${"' },
  'unknown-attribute': {
    summary: 'A reference names an attribute that the thing has.',
    fix: 'write one of its attributes',
  },
  'ambiguous-reference': {
    summary: 'A reference to a server of several databases says which one.',
    fix: 'write ${resource.database.attribute}',
  },
  'reference-to-itself': {
    summary:
      'A reference names somebody else: a program reaches itself at localhost, and its public address is that of the gateway.',
    fix: 'write localhost with the port of the program, or ${gateway.url}',
  },
  'reference-without-edge': {
    summary: 'A reference goes along an edge, which opens the way that the value is for.',
    fix: 'add the edge: calls:, uses:, publishes: or consumes:',
  },
  'file-source': { summary: 'A file in a container has one source.', fix: 'keep from: or content:' },
};

/** Every code that a description can be refused with, apart from what a target cannot express (`unsupported...`). */
export const codes: Readonly<Record<string, Code>> = {
  ...file,
  ...shape,
  ...resolution,
  ...acceptanceCodes,
  ...Object.fromEntries(rules.map(({ code, summary, fix }) => [code, { summary, fix }])),
};
