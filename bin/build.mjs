// Joins the modules behind each entry of the package into one file, in the folder that is named (`lib`, where tsc has been):
// loading hundreds of small ones took half of `slipway check`. Entries, and modules whose state or classes all share, stay
// files of their own.
import { copyFileSync, existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

// By a variable: a development package, and no dependency of what runs.
const bundler = 'esbuild';
const { build } = await import(bundler);
const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const out = resolve(process.argv[2] ?? '');

const folders = ['cdk', 'k8s', 'compose', 'ci'];
const entries = [
  ...['platform', 'provision', 'output', ...folders].map((folder) => `${folder}/index`),
  ...folders.map((folder) => `${folder}/limits`),
  ...['slipway', 'problems', 'commands/check', 'commands/synth'].map((name) => `bin/${name}`),
];
const shared = ['bin/exit', 'bin/outcome', 'bin/interrupt', 'platform/kinds/catalogue/catalogue'];
const apart = new Set([...entries, ...shared].map((name) => join(root, name)));

/** Modules that stay apart are loaded from where they are; of packages, zod alone goes in, which is many small modules. */
const outside = (entry) => ({
  name: 'outside',
  setup: ({ onResolve }) => {
    onResolve({ filter: /^\./ }, ({ path, resolveDir, kind }) => {
      const target = join(resolveDir, path).replace(/\.js$/, '');
      if (kind === 'entry-point' || !target.startsWith(root) || target.includes('node_modules')) return undefined;
      const named = existsSync(`${target}.ts`) ? target : join(target, 'index');
      if (!apart.has(named) && kind !== 'dynamic-import') return undefined;
      const from = relative(dirname(join(root, entry)), named);
      return { path: `${from.startsWith('.') ? '' : './'}${from}.js`.replaceAll('\\', '/'), external: true };
    });
    onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
      kind === 'entry-point' || path === 'zod' || path.startsWith('zod/') ? undefined : { path, external: true },
    );
  },
});

for (const entry of entries) {
  await build({
    entryPoints: [join(root, `${entry}.ts`)],
    outfile: join(out, `${entry}.js`),
    allowOverwrite: true,
    absWorkingDir: root,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'warning',
    plugins: [outside(entry)],
  });
}

// Nothing loads the other modules of the model any more; the catalogue's files are read when they are asked for.
const platform = join(out, 'platform');
for (const path of readdirSync(platform, { recursive: true })) {
  if (path !== 'index.js' && path.endsWith('.js') && !path.startsWith(join('kinds', 'catalogue')))
    rmSync(join(platform, path));
}
// Its licence asks to go where its code goes.
copyFileSync(join(root, 'node_modules/zod/LICENSE'), join(platform, 'LICENSE.zod'));
