import { furtherProblems, loadText } from '../../../platform/index';

/** Codes and fields of what is found besides the shape. */
function further(text: string): string[] {
  const { document, partial, problems } = loadText('platform.yaml', text);
  expect(document).toBeUndefined();
  expect(problems.length).toBeGreaterThan(0);
  const rest = partial?.();
  return rest === undefined ? ['nothing is left'] : furtherProblems(rest).map(({ code, field }) => `${code} ${field}`);
}

const rest = 'environments:\n  local: { runtime: compose }\n';

describe('what is wrong besides the shape is said in the same run', () => {
  test('beside a key that does not exist', () => {
    expect(
      further(
        `platform: a\nservices:\n  b: { image: "b:1", prots: 1, health: { timeout: 30s }, ports: { http: 80 } }\n${rest}`,
      ),
    ).toContain('health-timeout services.b.health.timeout');
  });

  test('beside a value of the wrong type in another service', () => {
    const found = further(`platform: a\nservices:\n  b: { image: 3 }\n  c: { image: "c:1", calls: [d] }\n${rest}`);
    expect(found).toEqual(['unknown-service services.c.calls.0']);
  });
});

describe('what may only follow from a wrong shape is not said', () => {
  test.each([
    ['a missing image', 'services:\n  b: { image: 3, ports: { http: 8080 } }\n'],
    [
      'a call to a service whose ports are wrong',
      'services:\n  b: { image: "b:1", ports: { http: x } }\n  c: { image: "c:1", calls: [b] }\n',
    ],
    [
      'a use of a resource of no known kind',
      'services:\n  b: { image: "b:1", uses: [m] }\nresources:\n  m: { kind: mongo }\n',
    ],
    [
      'a database whose user is wrong',
      'services:\n  b: { image: "b:1", uses: [{ nam: m.d }] }\nresources:\n  m: { kind: postgres, databases: [d] }\n',
    ],
  ])('%s', (_title, text) => {
    expect(further(`platform: a\n${text}${rest}`)).toEqual([]);
  });
});

test.each([
  ['without a name', `services:\n  b: { image: "b:1" }\n${rest}`],
  ['without environments', 'platform: a\nservices:\n  b: { image: "b:1" }\n'],
])('a description %s has nothing that could be looked at', (_title, text) => {
  expect(further(text)).toEqual(['nothing is left']);
});
