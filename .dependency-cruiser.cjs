/**
 * Who may import what: the table of docs/decisions/0003-import-table.md as rules. Each comment says what to do instead.
 * test/boundaries.test.ts runs them over the repository and proves on a small tree of violations that each of them bites.
 */

const renderers = '(cdk|pulumi|k8s|compose|ci)';
const shipped = '^(platform|provision|output|bin|cdk|pulumi|k8s|compose|ci)/';
/** Every folder of ours but the named ones. */
const others = (...folders) =>
  `^(?!(${folders.join('|')})/)(platform|provision|output|bin|cdk|pulumi|k8s|compose|ci|test|bench|examples)/`;
const npm = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-no-pkg', 'npm-unknown'];
const sdks =
  'node_modules/(aws-cdk-lib|constructs|@aws-cdk|@aws-sdk|cdk-[^/]+|cdk8s[^/]*|@pulumi|kubernetes-models|@kubernetes-models|@github-actions-workflow-ts|pg)/';

/** A folder that may use no package but the named ones; types of further packages cost nothing at run time and are named apart. */
const packages = (folder, allowed, comment) => ({
  name: `packages-of-${folder.replace('/', '-')}`,
  severity: 'error',
  comment,
  from: { path: `^${folder}/` },
  to: { dependencyTypes: npm, ...(allowed.length > 0 && { pathNot: `node_modules/(${allowed.join('|')})/` }) },
});

/** A folder of which other folders see `index.ts` alone. */
const onlyIndex = (folder) => ({
  name: `${folder}-by-its-index`,
  severity: 'error',
  comment: `Renderers see ${folder}/ through ${folder}/index.ts: import from there, and export from it what is missing.`,
  from: { path: `^${renderers}/` },
  to: { path: `^${folder}/`, pathNot: `^${folder}/index\\.ts$` },
});

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Files that import each other cannot be read one at a time: move what both need into a third file.',
      from: {},
      to: { circular: true },
    },
    {
      name: 'platform-stands-alone',
      severity: 'error',
      comment:
        'The model knows no output. Put what a target needs to know into the model as a fact, and let the renderer read it; ' +
        'what only a target knows belongs into that renderer.',
      from: { path: '^platform/' },
      to: { path: others('platform') },
    },
    packages(
      'platform',
      ['yaml', 'zod', 'fastest-levenshtein'],
      'The model may use node, yaml, zod and fastest-levenshtein: move code that needs an SDK into the renderer of that target.',
    ),
    {
      name: 'output-stands-alone',
      severity: 'error',
      comment:
        'output/ writes files and knows no platform: pass it plain data, or move the code into the renderer that needs it.',
      from: { path: '^output/' },
      to: { path: others('output') },
    },
    packages('output', ['yaml'], 'output/ may use node and yaml alone: SDKs belong to the renderers.'),
    {
      name: 'provision-takes-types-only',
      severity: 'error',
      comment:
        "provision/ runs inside the user's infrastructure: take the model's types with `import type`, and its values as arguments.",
      from: { path: '^provision/' },
      to: { path: '^platform/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'provision-stands-alone',
      severity: 'error',
      comment: 'provision/ serves every renderer and knows none: pass it what it needs as an argument.',
      from: { path: '^provision/' },
      to: { path: others('provision', 'platform') },
    },
    {
      name: 'provision-drivers-in-handlers',
      severity: 'error',
      comment:
        'The builders of provision/ are pure: a database driver (pg) or a client of the AWS SDK belongs into a file of provision/handlers/, ' +
        'and other packages into none.',
      from: { path: '^provision/', pathNot: '^provision/handlers/' },
      to: { dependencyTypes: npm },
    },
    packages(
      'provision/handlers',
      ['pg', '@types/pg', '@aws-sdk/[^/]+'],
      'A handler is bundled into one file: it may use node, pg and clients of the AWS SDK.',
    ),
    {
      name: 'renderers-apart',
      severity: 'error',
      comment:
        'Renderers never import each other. What two of them need belongs into platform/ (a fact), output/ (text) or provision/ (what runs ' +
        'once); what is known after a deploy crosses by an agreed name (SSM parameter, secret, ConfigMap).',
      from: { path: `^${renderers}/` },
      to: { path: `^${renderers}/`, pathNot: '^$1/' },
    },
    onlyIndex('platform'),
    onlyIndex('provision'),
    onlyIndex('output'),
    packages(
      'cdk',
      ['aws-cdk-lib', 'constructs', '@aws-cdk/[^/]+', 'cdk-monitoring-constructs'],
      'cdk/ may use the AWS CDK and its libraries. For YAML call yaml() of output/.',
    ),
    packages(
      'pulumi',
      ['@pulumi/[^/]+'],
      'pulumi/ may use @pulumi/pulumi and @pulumi/aws. For YAML call yaml() of output/.',
    ),
    packages(
      'k8s',
      ['cdk8s', 'cdk8s-plus-28', 'constructs', 'kubernetes-models', '@kubernetes-models/[^/]+'],
      'k8s/ may use cdk8s, and types of kubernetes-models. For YAML call yaml() of output/.',
    ),
    packages('compose', [], 'compose/ builds plain objects and needs no package. For YAML call yaml() of output/.'),
    packages(
      'ci',
      ['@github-actions-workflow-ts/[^/]+'],
      'ci/ builds plain objects and may use types of @github-actions-workflow-ts. For YAML call yaml() of output/.',
    ),
    {
      name: 'renderers-are-pure',
      severity: 'error',
      comment:
        'A renderer turns a platform into text: no files, no network, no other programs. Reading belongs into platform/document/parse.ts, writing into bin/.',
      from: { path: `^${renderers}/` },
      to: {
        dependencyTypes: ['core'],
        path: '^(node:)?(child_process|cluster|dgram|dns|http|http2|https|net|tls|worker_threads)(/|$)',
      },
    },
    {
      name: 'plain-renderers-read-no-files',
      severity: 'error',
      comment:
        'k8s/, compose/ and ci/ get everything from the platform: let platform/ read the file and keep its text in the model. ' +
        '(The AWS CDK and Pulumi work through a folder and are left out here.)',
      from: { path: '^(k8s|compose|ci)/' },
      to: { dependencyTypes: ['core'], path: '^(node:)?(fs|os)(/|$)' },
    },
    {
      name: 'limits-load-no-sdk',
      severity: 'error',
      comment:
        '`slipway check` loads every limits.ts and must start fast: keep the list of what a target cannot express free of its SDK, ' +
        'and of files that import it.',
      from: { path: `^${renderers}/limits\\.ts$` },
      to: { path: sdks, reachable: true },
    },
    {
      name: 'bin-loads-renderers-when-asked',
      severity: 'error',
      comment:
        'An SDK takes up to a second to load: reach a renderer by `await import()` where a command needs it. Static imports are for limits.ts, ' +
        'and for the entries that cdk.json, cdk8s.yaml and Pulumi.yaml name.',
      from: { path: '^bin/', pathNot: '^bin/(cdk|cdk8s|pulumi)\\.ts$' },
      to: {
        path: `^${renderers}/`,
        pathNot: `^${renderers}/limits\\.ts$`,
        dynamic: false,
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'bin-loads-no-sdk',
      severity: 'error',
      comment:
        'The command line knows no SDK: put the call into the renderer, or use `await import()` where the command needs it.',
      from: { path: '^bin/', pathNot: '^bin/(cdk|cdk8s|pulumi)\\.ts$' },
      to: { path: sdks, dynamic: false, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'nothing-imports-bin',
      severity: 'error',
      comment: 'bin/ is where a run starts and nothing builds on it: move what others need into platform/ or output/.',
      from: { path: '^(platform|provision|output|cdk|pulumi|k8s|compose|ci|bench)/' },
      to: { path: '^bin/' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      comment: 'Tests and benchmarks are not shipped: move what the sources need out of test/ or bench/.',
      from: { pathNot: '^(test|bench)/' },
      to: { path: '^(test|bench)/' },
    },
    {
      name: 'no-own-barrel',
      severity: 'error',
      comment: 'index.ts is for other folders: within the folder import the file itself, or cycles follow.',
      from: { path: '^([^/]+)/', pathNot: '^[^/]+/index\\.ts$' },
      to: { path: '^$1/index\\.ts$' },
    },
    {
      name: 'no-inner-barrels',
      severity: 'error',
      comment:
        'The only barrel is the index.ts of a folder at the top: import the file itself and delete the inner index.ts.',
      from: {},
      to: { path: `${shipped}.+/index\\.ts$`, pathNot: 'node_modules/' },
    },
    {
      name: 'no-development-packages',
      severity: 'error',
      comment:
        'A user has no development packages: move this one to `dependencies`, or take only its types with `import type`.',
      from: { path: shipped },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: 'node_modules/@types/' },
    },
    {
      name: 'no-undeclared-packages',
      severity: 'error',
      comment: 'This package is not in package.json, or lies there unused by npm: add it, with a version.',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-unresolvable',
      severity: 'error',
      comment: 'This import leads nowhere: correct the path, or install the package.',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(lib|dist|provision/handlers/dist|cdk\\.out|cdk8s\\.out|coverage|test/fixtures)/' },
    // Types count: `import type` of a renderer in platform/ ties the two as firmly as a value does.
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js', '.cjs', '.json', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['main', 'types'],
    },
  },
};
