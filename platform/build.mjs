// Joins the modules of this folder and zod's into the one file that the other folders load, in the folder that is named.
// Loading two hundred modules took half of `slipway check`. The catalogue's files stay: each is read when it is asked for.
import { copyFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

// By a variable: a development package, and no dependency of what runs.
const bundler = 'esbuild';
const { build } = await import(bundler);
const here = dirname(fileURLToPath(import.meta.url));
const out = resolve(process.argv[2] ?? '');
const catalogue = join('kinds', 'catalogue');

await build({
  entryPoints: [join(here, 'index.ts')],
  outfile: join(out, 'index.js'),
  allowOverwrite: true,
  absWorkingDir: resolve(here, '..'),
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  logLevel: 'warning',
  plugins: [
    {
      name: 'catalogue',
      setup: ({ onResolve }) =>
        onResolve({ filter: /(^|\/)catalogue$/ }, () => ({ path: './kinds/catalogue/catalogue.js', external: true })),
    },
  ],
});

for (const path of readdirSync(out, { recursive: true })) {
  if (path !== 'index.js' && path.endsWith('.js') && !path.startsWith(catalogue)) rmSync(join(out, path));
}
// Its licence asks to go where its code goes.
copyFileSync(join(here, '../node_modules/zod/LICENSE'), join(out, 'LICENSE.zod'));
