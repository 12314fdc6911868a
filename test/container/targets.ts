import { render as renderKubernetes } from '../../k8s/index';
import { formatProblem, loadText, type Platform, resolve } from '../../platform/index';
import { type Assembly, assemble, dig, type Json, list } from '../cdk/assembly';
import { output, type Service } from '../compose/workshop';
import { find, type Read, readBack, type Template } from '../k8s/manifests';

/** One description on every runtime, as the environments `local`, `cluster` and `cloud`; `more` is what these say besides. */
export interface Told {
  readonly compose?: string;
  readonly kubernetes?: string;
  readonly ecs?: string;
}

export function described(text: string, more: Told = {}): string {
  const beside = (words: string | undefined) => (words === undefined ? '' : `, ${words}`);
  return `platform: small
owner: team
repository: acme/small
${text}
environments:
  local: { runtime: compose${beside(more.compose)} }
  cluster: { runtime: kubernetes, domain: small.example.com${beside(more.kubernetes)} }
  cloud: { runtime: ecs, account: "111111111111", region: eu-west-1, domain: small.example.com${beside(more.ecs)} }
`;
}

export function platformIn(environment: 'local' | 'cluster' | 'cloud', text: string, more: Told = {}): Platform {
  const { document, problems } = loadText('platform.yaml', described(text, more));
  if (document === undefined) throw new Error(problems.map(formatProblem).join('\n'));
  const result = resolve(document, environment);
  if (result.platform === undefined) throw new Error(result.problems.map(formatProblem).join('\n'));
  return result.platform;
}

/** Codes of what is refused in an environment, with their places. */
export function problemsIn(environment: string, text: string, more: Told = {}): string[] {
  const { document, problems } = loadText('platform.yaml', described(text, more));
  const all = document === undefined ? problems : resolve(document, environment).problems;
  return all.map(({ code, field }) => `${code} ${field}`);
}

/** What every target was told. */
export class Targets {
  readonly compose: (name: string) => Service;
  readonly objects: readonly Read[];
  readonly assembly: Assembly;

  constructor(text: string, more: Told = {}) {
    this.compose = output(platformIn('local', text, more)).service;
    this.objects = readBack(renderKubernetes(platformIn('cluster', text, more)));
    this.assembly = assemble(platformIn('cloud', text, more));
  }

  object(target: string): Read {
    return find(this.objects, target);
  }

  /** Of the controller of a name. */
  pod(target: string): Template {
    const { spec } = this.object(target);
    return (spec.jobTemplate?.spec ?? spec).template;
  }

  task(part: string): Json {
    return this.assembly.one(part, 'AWS::ECS::TaskDefinition');
  }

  definition(part: string, name = part): Json {
    const found = list(this.task(part), 'ContainerDefinitions').find((each) => dig(each, 'Name') === name);
    if (found === undefined) throw new Error(`no container ${name} in the task of ${part}`);
    return found;
  }
}
