import { limits, render } from '../../k8s/index';
import { schemaProblems } from '../support/manifest-schema';
import { find, platformFrom, readBack } from './manifests';

const text = (ledger: string) => `services:
  api: { image: "api:1", uses: [main.api, cache, ledger.books] }
resources:
  main: { kind: postgres, databases: [api], aliases: [db, database] }
  cache: { kind: redis, aliases: [redis-master] }
  ledger: { kind: postgres, databases: [books], provider: external, aliases: [books-db]${ledger} }`;

const objects = readBack(render(platformFrom(text(', external: { host: ledger.example.com }'))));
const spec = (name: string) => find(objects, `Service/${name}`).spec;

describe('further names of a store on Kubernetes', () => {
  it.each([
    ['db', 'main'],
    ['database', 'main'],
    ['redis-master', 'cache'],
  ])('%s leads to the pods of %s, on the same ports', (alias, store) => {
    expect(spec(alias)).toEqual(spec(store));
    expect(find(objects, `Service/${alias}`).file).toBe(`base/stores/${store}.yaml`);
  });

  it('of one that is elsewhere lead to its host', () => {
    expect(spec('books-db')).toEqual({ type: 'ExternalName', externalName: 'ledger.example.com' });
  });

  it('are objects that Kubernetes takes', () => {
    expect(objects.flatMap(({ file: _file, ...object }) => schemaProblems(object))).toEqual([]);
  });

  it('refuses those of a server whose host only a secret has', () => {
    const [limit] = limits.filter(({ code }) => code === 'unsupported-aliases');
    expect(limit?.find(platformFrom(text('')))).toEqual([['resources', 'ledger', 'aliases']]);
    expect(limit?.find(platformFrom(text(', external: { host: ledger.example.com }')))).toEqual([]);
  });
});
