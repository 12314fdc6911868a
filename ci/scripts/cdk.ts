/** The command that deploys stacks of the environment. `stacks`: words of bash. */
export function cdkDeploy(stacks: string): string {
  return `npx cdk deploy ${stacks} --context "env=$ENVIRONMENT" --require-approval never --progress events --concurrency 5`;
}
