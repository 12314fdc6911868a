import { kinds } from '../kinds/registry';
import { howToAccept, isAccepted } from '../limits/acceptance';
import type { Platform } from '../model/platform';
import type { Problem } from '../problems/problem';
import type { Scope } from '../resolve/scope';
import { alikeRules } from './alike';
import { answerRules } from './answers';
import { composeRules } from './compose';
import { edgeRules } from './edges';
import { egressRules } from './egress';
import { environmentRules } from './environments';
import { gatewayRules } from './gateway';
import { healthRules } from './health';
import { hostPortRules } from './host-ports';
import { hostedZoneRules } from './hosted-zones';
import { hostRules } from './hosts';
import { imageRules } from './images';
import { jobRules } from './jobs';
import { kubernetesRules } from './kubernetes';
import { lengthRules } from './lengths';
import { loginRules } from './logins';
import { meshRules } from './meshes';
import { mountRules } from './mounts';
import { nameRules } from './names';
import { orderRules } from './order';
import { placeRules } from './places';
import { plaintextRules } from './plaintext';
import { portRules } from './ports';
import { providerFieldRules } from './provider-fields';
import { rawRouteRules } from './raw-routes';
import { routeRules } from './routes';
import type { Rule } from './rule';
import { scaleRules } from './scale';
import { securityRules } from './security';
import { serverLoginRules } from './server-login';
import { sizeRules } from './sizes';
import { storeVersionRules } from './store-versions';
import { storeRules } from './stores';
import { timeRules } from './times';
import { variableRules } from './variables';
import { weightRules } from './weights';

/** Every rule across fields. Each looks at one environment, resolved. */
export const rules: readonly Rule[] = [
  ...nameRules,
  ...alikeRules,
  ...portRules,
  ...hostPortRules,
  ...routeRules,
  ...rawRouteRules,
  ...hostedZoneRules,
  ...answerRules,
  ...weightRules,
  ...gatewayRules,
  ...edgeRules,
  ...meshRules,
  ...egressRules,
  ...orderRules,
  ...healthRules,
  ...timeRules,
  ...scaleRules,
  ...sizeRules,
  ...variableRules,
  ...plaintextRules,
  ...loginRules,
  ...lengthRules,
  ...mountRules,
  ...imageRules,
  ...securityRules,
  ...storeRules,
  ...storeVersionRules,
  ...providerFieldRules,
  ...serverLoginRules,
  ...Object.values(kinds).flatMap((kind) => kind.rules),
  ...jobRules,
  ...environmentRules,
  ...placeRules,
  ...hostRules,
  ...kubernetesRules,
  ...composeRules,
];

/** Runs every rule; what they find is in `scope.problems`. */
export function checkRules(scope: Scope, platform: Platform): void {
  const faulty = scope.problems.length;
  for (const rule of rules) {
    for (const broken of rule.find(scope, platform)) {
      const found = { code: rule.code, path: broken.path, reason: rule.summary };
      if (rule.acceptable === true && isAccepted(platform.environment.accept, found)) scope.setAside.push(found);
      else {
        const living = rule.acceptable ? `; or live with it: ${howToAccept(platform.environment, found)}` : '';
        scope.report({ code: rule.code, ...broken, fix: `${broken.fix}${living}` });
      }
    }
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
