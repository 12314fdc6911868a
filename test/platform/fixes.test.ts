import type { Problem } from '../../platform/index';
import { applied } from './apply-fix';
import { cases } from './cases/all';
import { unmark } from './cases/describe';
import { fileCases } from './cases/files';
import { problemsOf } from './problems-of';

/** A list of what is said how often. */
function counted(problems: readonly Problem[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { code } of problems) counts.set(code, (counts.get(code) ?? 0) + 1);
  return counts;
}

/** Of texts that can be read. */
const readable = cases.filter((each) => !fileCases.includes(each));

const fixes = readable.flatMap(({ title, text }) => {
  const plain = unmark(text).text;
  const before = problemsOf(plain);
  return before.flatMap((problem) => {
    return applied(plain, problem).map(({ offer, text }) => ({
      title,
      problem,
      offer,
      before,
      after: problemsOf(text),
    }));
  });
});

const shapeHid = 'the case is wrong in a second way, which its wrong shape hid';
const nothingElse = 'the case has nothing else there';
const namedAlready = 'the case names it already';
const placed = 'an environment on AWS also needs a place, which the next message names';
const limitHid = 'its target cannot do it, whatever the value: the first problem hid that';

/** Cases where something else comes to light once the fix is applied. */
const others: Readonly<Record<string, string>> = {
  'a health path without slash': shapeHid,
  'a health check that never fails': shapeHid,
  'replicas below zero': shapeHid,
  'a call in a text': shapeHid,
  'a call of a name in capitals': shapeHid,
  'a file by a relative path': shapeHid,
  'a resource of a misspelt kind': shapeHid,
  'a PostgreSQL of the past': shapeHid,
  'several things at once': 'the field has the right name then, and still a wrong value',
  'a use of a database that there is not': 'the case uses the others already',
  'a range that does not start at its first address': limitHid,
  'nobody to measure': limitHid,
  'a schedule of six fields': limitHid,
  'a time zone that there is not': limitHid,
  'a time zone as an offset': limitHid,
  'egress to a host name': limitHid,
  'an environment that is empty': nothingElse,
  'a section that is empty': nothingElse,
  'an acceptance for nobody': 'the entry is for names, so the whole entry goes with them',
  'an environment that only names': namedAlready,
  'a zone that the region has not': namedAlready,
  'a runtime that there is not': placed,
  'an account on Kubernetes': placed,
  'an engine of AWS on a laptop': placed,
  'rights that there are not': shapeHid,
  'a condition that there is not': shapeHid,
  'an empty schedule': shapeHid,
  'a resource of a kind that is a container': 'a kind has fields of its own, which the next message names',
  'a retention without a unit': 'the example in the message is shorter than a segment of the log',
  'a health check that takes no time': 'the example in the message is longer than the interval of the case',
  'a schedule by a word': limitHid,
};

/** Codes whose fix nobody but the team can carry out, and why. */
const choices: Readonly<Record<string, readonly string[]>> = {
  'a name, number or path that only the team can choose': [
    'database-name',
    'egress-target',
    'file-mode-user',
    'host-port-twice',
    'mesh-member',
    'mesh-twice',
    'port-range-inside',
    'as-twice',
    'calls-worker',
    'domain-twice',
    'egress-inside',
    'header-value',
    'host-outside-zone',
    'image-name-twice',
    'image-reference',
    'isolated-region',
    'listen-twice',
    'login-twice',
    'missing-field',
    'missing-file',
    'mount-reserved',
    'mount-twice',
    'name-length',
    'no-domain',
    'no-environment',
    'no-image',
    'override-target',
    'permission-elsewhere',
    'permission-on-everything',
    'port-protocol',
    'port-twice',
    'postgres-version',
    'privileged-port',
    'redirect-loop',
    'reference-to-itself',
    'reserved-name',
    'reserved-variable',
    'route-twice',
    'secret-name',
    'secret-twice',
    'secret-variable',
    'stack-twice',
    'topic-twice',
    'unknown-port',
    'user-twice',
    'unsupported-name',
    'unsupported-route-path',
    'uses-without-ports',
    'variable-twice',
    'whole-seconds',
    'zone-count',
  ],
  'two things that exclude each other, and only the team knows which is meant': [
    'argument-length',
    'header-count',
    'header-twice',
    'unsupported-certificate-name',
    'absent-here',
    'auth-without-tls',
    'file-source',
    'grpc-without-tls',
    'image-and-build',
    'lag-without-consumes',
    'nothing-to-run',
    'override-absent',
    'override-operation',
    'primary-twice',
    'probe-actions',
    'probe-port',
    'probe-protocol',
    'raw-tls',
    'reference-cycle',
    'requests-without-port',
    'route-port',
    'secret-form',
    'secret-source',
    'start-cycle',
    'unused-database',
    'variable-given-twice',
  ],
  'an amount that the team weighs against another': [
    'fargate-size',
    'health-delay',
    'health-timeout',
    'request-above-limit',
    'scale-bounds',
    'scale-without-room',
    'sysctl-of-host',
    'topic-partitions',
    'ulimit',
  ],
  'another way, since the target cannot go this one': [
    'unsupported-conditions',
    'unsupported-egress-namespace',
    'unsupported-host-path',
    'unsupported-host-port',
    'unsupported-nested-wildcard',
    'unsupported-node-edges',
    'unsupported-node-volumes',
    'unsupported-placement',
    'unsupported-port-range',
    'unsupported-public-address',
    'unsupported-redirect',
    'unsupported-redirect-status',
    'unsupported-respond',
    'unsupported-route-match',
    'unsupported-sni',
    'unsupported-weight',
  ],
  'a move of what is written to another place': [
    'access-without-database',
    'build-command',
    'accept-never',
    'accept-unknown-name',
    'needs-part',
    'not-a-broker',
    'plaintext-secret',
    'reference-syntax',
    'topic-config',
    'use-of-broker',
  ],
};

describe('a fix that leaves a choice', () => {
  it('has a code that stands in the list, with what is left to choose', () => {
    const done = new Set(fixes.map(({ problem }) => problem.code));
    const all = new Set(readable.flatMap(({ text }) => problemsOf(unmark(text).text).map(({ code }) => code)));
    expect([...all].filter((code) => !done.has(code)).sort()).toEqual(Object.values(choices).flat().sort());
  });
});

describe('a fix that says one thing', () => {
  it('stands with many of the wrong descriptions', () => {
    expect(new Set(fixes.map(({ problem }) => problem.code)).size).toBeGreaterThan(30);
    expect(fixes.length).toBeGreaterThan(70);
  });

  it.each(fixes)('mends what it is for: $title: $problem.code: $offer', ({ problem, before, after }) => {
    expect(counted(after).get(problem.code) ?? 0).toBeLessThan(counted(before).get(problem.code) ?? 0);
  });

  it.each(fixes.filter(({ title }) => !Object.hasOwn(others, title)))(
    'breaks nothing: $title: $problem.code: $offer',
    ({ before, after }) => {
      expect(more(before, after)).toEqual([]);
    },
  );

  it.each(Object.entries(others))('lets something else come to light: %s, for %s', (title) => {
    expect(fixes.some((fix) => fix.title === title && more(fix.before, fix.after).length > 0)).toBe(true);
  });
});

/** Codes that are said more often than before. */
function more(before: readonly Problem[], after: readonly Problem[]): string[] {
  const were = counted(before);
  return [...counted(after)].flatMap(([code, count]) => (count > (were.get(code) ?? 0) ? [code] : []));
}
