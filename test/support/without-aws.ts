/** Tests see no AWS account: what a developer's shell says about one must not change an output. */
for (const name of Object.keys(process.env)) {
  if (name.startsWith('AWS_') || name.startsWith('CDK_')) delete process.env[name];
}
