import recommended from 'aws-cdk-lib/recommended-feature-flags.json';

/**
 * Context of every app: all recommended feature flags of the installed aws-cdk-lib. They are given as `postCliContext`, so
 * that `slipway synth`, `npx cdk synth` and a `cdk.json` that has aged make the same templates.
 *
 * `@aws-cdk/core:defaultCrossStackReferences` is the recommended `weak` on purpose, and has no effect: stacks talk by SSM
 * parameters, and a test refuses any template with an export, `Fn::ImportValue` or `Fn::GetStackOutput`.
 */
export const flags: Readonly<Record<string, unknown>> = {
  ...recommended,
  // What the CLI adds by default would differ from what `slipway synth` writes.
  'aws:cdk:enable-path-metadata': false,
  'aws:cdk:enable-asset-metadata': false,
  'aws:cdk:version-reporting': false,
  // Where a construct was made: paths of this machine, and time to find them.
  'aws:cdk:disable-stack-trace': true,
  'aws:cdk:disable-creation-stack-traces': true,
  'aws:cdk:disable-logicalId-metadata': true,
};
