import { type App, CfnResource, type Stack } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { applyPatch } from '../output/index';
import { OverrideError, type Platform } from '../platform/index';
import { EnvironmentStack } from './environment-stack';

type Json = Record<string, unknown>;

/**
 * The patches of `overrides.cdk`, on resources before they are written: the hash of a template is part of the assembly,
 * so that a template cannot be changed afterwards. The target is `<part>/<logical id>`, the path a JSON pointer in the
 * resource as the template has it.
 */
export function applyOverrides(app: App, platform: Platform): void {
  platform.environment.overrides.cdk.forEach(({ target, path, op, value }, index) => {
    const slash = target.lastIndexOf('/');
    const [part, logicalId] = [target.slice(0, Math.max(slash, 0)), target.slice(slash + 1)];
    const stack = app.node.children.find(
      (child): child is EnvironmentStack => child instanceof EnvironmentStack && child.part === part,
    );
    if (stack === undefined) throw new OverrideError('cdk', index, `no stack "${part}" in target "${target}"`);
    const resource = resourcesOf(stack).find((each) => stack.resolve(each.logicalId) === logicalId);
    if (resource === undefined) throw new OverrideError('cdk', index, `no resource "${logicalId}" in stack "${part}"`);
    const before = rendered(stack, resource);
    const patched = applyPatch(before, path, op, value);
    if (!patched.ok) throw new OverrideError('cdk', index, patched.reason);
    if (!isJson(patched.value)) throw new OverrideError('cdk', index, 'a resource must stay a map');
    override(resource, before, patched.value, []);
  });
}

function resourcesOf(node: IConstruct): CfnResource[] {
  return node.node.findAll().filter((each): each is CfnResource => CfnResource.isCfnResource(each));
}

/** The resource as the template has it. */
function rendered(stack: Stack, resource: CfnResource): Json {
  // The method that Stack itself calls; the types of aws-cdk-lib leave it out.
  const { Resources } = stack.resolve((resource as unknown as { _toCloudFormation(): unknown })._toCloudFormation());
  return Resources[stack.resolve(resource.logicalId)];
}

/** Says a changed resource in overrides, which the CDK merges into what it writes. */
function override(resource: CfnResource, before: Json, after: Json, path: readonly string[]): void {
  const name = (key: string) => [...path, key].map((each) => each.replaceAll('.', '\\.')).join('.');
  for (const key of Object.keys(before)) if (!(key in after)) resource.addDeletionOverride(name(key));
  for (const [key, value] of Object.entries(after)) {
    const old = before[key];
    if (JSON.stringify(old) === JSON.stringify(value)) continue;
    if (isJson(old) && isJson(value)) override(resource, old, value, [...path, key]);
    else resource.addOverride(name(key), value);
  }
}

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
