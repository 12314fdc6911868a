// Bundles the handler into one file for Lambda. Without arguments into dist/ beside this file; else into the named folder.
// The same sources give the same bytes. The AWS SDK is in Lambda's runtime and stays outside.
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
// By a variable: a development package, which may be absent and is no dependency of what runs.
const bundler = 'esbuild';
const esbuild = await import(bundler).catch(() => null);

if (esbuild === null) {
  process.stderr.write(
    'provision: esbuild is not installed, so the handler is not bundled (npm ci, without --omit=dev)\n',
  );
} else {
  await esbuild.build({
    entryPoints: [join(here, 'provision.ts')],
    outfile: join(process.argv[2] === undefined ? join(here, 'dist') : resolve(process.argv[2]), 'provision.js'),
    absWorkingDir: resolve(here, '..', '..'),
    bundle: true,
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    external: ['@aws-sdk/*', 'pg-native'],
    logLevel: 'warning',
  });
}
