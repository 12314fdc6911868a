import type { Platform } from './model';
import type { Problem } from './problem';
import type { Rule } from './rule';
import { edgeRules } from './rules/edges';
import { environmentRules } from './rules/environments';
import { gatewayRules } from './rules/gateway';
import { healthRules } from './rules/health';
import { imageRules } from './rules/images';
import { jobRules } from './rules/jobs';
import { kafkaRules } from './rules/kafka';
import { loginRules } from './rules/logins';
import { mountRules } from './rules/mounts';
import { nameRules } from './rules/names';
import { orderRules } from './rules/order';
import { placeRules } from './rules/places';
import { plaintextRules } from './rules/plaintext';
import { portRules } from './rules/ports';
import { routeRules } from './rules/routes';
import { scaleRules } from './rules/scale';
import { securityRules } from './rules/security';
import { sizeRules } from './rules/sizes';
import { storeRules } from './rules/stores';
import { timeRules } from './rules/times';
import { variableRules } from './rules/variables';
import type { Scope } from './scope';

/** Every rule across fields. Each looks at one environment, resolved. */
export const rules: readonly Rule[] = [
  ...nameRules,
  ...portRules,
  ...routeRules,
  ...gatewayRules,
  ...edgeRules,
  ...orderRules,
  ...healthRules,
  ...timeRules,
  ...scaleRules,
  ...sizeRules,
  ...variableRules,
  ...plaintextRules,
  ...loginRules,
  ...mountRules,
  ...imageRules,
  ...securityRules,
  ...storeRules,
  ...kafkaRules,
  ...jobRules,
  ...environmentRules,
  ...placeRules,
];

/** Runs every rule; what they find is in `scope.problems`. */
export function checkRules(scope: Scope, platform: Platform): void {
  const faulty = scope.problems.length;
  for (const rule of rules) {
    for (const broken of rule.find(scope, platform)) scope.report({ code: rule.code, ...broken });
  }
  const before = scope.problems.slice(0, faulty);
  const after = scope.problems.slice(faulty).filter((problem) => !follows(problem, before));
  scope.problems.splice(faulty, scope.problems.length, ...after);
}

/** Whether a rule judged a value that the resolver could not read and put a stand-in for. */
function follows({ field }: Problem, before: readonly Problem[]): boolean {
  return before.some(
    (problem) => problem.field === field || (problem.code === 'bad-amount' && problem.field.startsWith(`${field}.`)),
  );
}
