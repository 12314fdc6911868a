import type { Platform } from '../../platform/index';
import { platformsOf } from '../conformance/cases';
import { type Change, changes } from '../conformance/changes';
import { facts } from '../conformance/facts';
import { type OutputKind, type Rendered, readBack, render } from '../conformance/outputs/index';

const environments = { cdk: 'prod', k8s: 'staging', compose: 'local' } as const satisfies Record<OutputKind, string>;

function platformOf(kind: OutputKind): Platform {
  const found = platformsOf('everything').find(({ environment }) => environment.name === environments[kind]);
  if (found === undefined) throw new Error(`there is no environment ${environments[kind]}`);
  return found;
}

/** The same texts, with one of them changed in one place. */
function changed(rendered: Rendered, { file, from, to }: Change): Rendered {
  const [path, text] = [...rendered.files].find(([path]) => path.endsWith(file)) ?? [];
  if (path === undefined || text === undefined) throw new Error(`there is no file ${file}`);
  const after = typeof from === 'string' ? text.replace(from, () => to) : text.replace(from, to);
  if (after === text) throw new Error(`${path} does not hold ${from}`);
  return { ...rendered, files: new Map([...rendered.files, [path, after]]) };
}

test('each fact has a change that it must see, in every output that could say another thing', () => {
  expect(changes.map(({ fact }) => fact.title)).toEqual(facts.map(({ title }) => title));
  const silent = changes.flatMap(({ fact, ...outputs }) =>
    (['cdk', 'k8s', 'compose'] as const)
      .filter((kind) => outputs[kind] === undefined)
      .map((kind) => `${kind}: ${fact.title}`),
  );
  expect(silent).toEqual([
    'cdk: what is published on the host is so under its own number, and what is in the network of a node is there',
    'compose: a service that may not run twice is gone before its next version starts',
    'cdk: every container finds its config files, filled in, and starts anew when one changes',
    'cdk: of several servers of one resource each is found by a name of its own, and all by that of the resource',
    'compose: the code of every workload may do in the cloud what its description names, and nothing else',
    'compose: what a tier decides holds everywhere: protection, retention, backups, logs, keys, capacity, spreading',
    'cdk: on a cluster everything has what that cluster asks for: nodes, taints, labels, classes, issuers, secrets',
    'compose: on a cluster everything has what that cluster asks for: nodes, taints, labels, classes, issuers, secrets',
  ]);
});

describe.each(['cdk', 'k8s', 'compose'] as const)('%s', (kind) => {
  const platform = platformOf(kind);
  const rows = changes.flatMap(({ fact, [kind]: change }) =>
    change === undefined ? [] : [[fact.title, fact, change] as const],
  );
  let rendered: Rendered;

  beforeAll(async () => {
    rendered = await render(platform, platformsOf('everything'));
  });

  test.each(rows)('a change is seen: %s', (_title, fact, change) => {
    const other = changed(rendered, change);
    let answer: unknown;
    try {
      answer = readBack(other).ask(fact);
    } catch (error) {
      answer = error;
    }
    expect(answer).not.toEqual(fact.expected(platform));
  });
});
