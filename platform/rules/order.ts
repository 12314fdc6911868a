import type { After, Platform } from '../model/platform';
import type { Path, Scope } from '../resolve/scope';
import type { Broken, Rule } from './rule';
import { users } from './walk';

/** What must have come first, as the description says it, or as an edge implies. */
interface Wait {
  readonly path: Path;
  readonly name: string;
  readonly after: After;
}

function* waits(scope: Scope, platform: Platform): Iterable<Wait> {
  for (const { path, user, fields } of users(scope, platform)) {
    for (const after of user.after) {
      if (!after.given) {
        yield { path: [...path, 'uses'], name: user.name, after };
        continue;
      }
      const step = Array.isArray(fields.after) ? fields.after.indexOf(after.name) : after.name;
      yield { path: [...path, 'after', step], name: user.name, after };
    }
  }
}

/** Each circle once, at the edge that closes it. Calls may go in circles, starts may not. */
function* startCycle(scope: Scope, platform: Platform): Iterable<Broken> {
  const next = new Map<string, Wait[]>();
  for (const wait of waits(scope, platform)) {
    next.set(wait.name, [...(next.get(wait.name) ?? []), wait]);
  }
  const done = new Set<string>();
  for (const start of next.keys()) yield* search(start, next, done);
}

/** Depth first without recursion: a chain of a thousand services must not overflow the stack. */
function* search(start: string, next: ReadonlyMap<string, readonly Wait[]>, done: Set<string>): Iterable<Broken> {
  if (done.has(start)) return;
  const way = [{ name: start, at: 0 }];
  const open = new Map([[start, 0]]);
  for (let top = way[0]; top !== undefined; top = way[way.length - 1]) {
    const wait = next.get(top.name)?.[top.at];
    top.at += 1;
    if (wait === undefined) {
      done.add(top.name);
      open.delete(top.name);
      way.pop();
      continue;
    }
    const target = wait.after.name;
    const from = open.get(target);
    if (from !== undefined) {
      const circle = [...way.slice(from).map((step) => step.name), target];
      const rule = `waits for itself: ${circle.join(' after ')}`;
      // What an edge implies cannot be taken out: the place is that of a wait which somebody wrote.
      const steps = way.slice(from).flatMap(({ name, at }) => next.get(name)?.[at - 1] ?? []);
      const written = steps.findLast(({ after }) => after.given) ?? wait;
      yield { path: written.path, value: '', rule, fix: 'remove one of these from after:' };
    } else if (!done.has(target)) {
      open.set(target, way.length);
      way.push({ name: target, at: 0 });
    }
  }
}

/** What can be waited for: services and resources start and become healthy, jobs complete. */
function* afterCondition(scope: Scope, platform: Platform): Iterable<Broken> {
  const judge = judgeOf(platform);
  for (const { path, after } of waits(scope, platform)) {
    if (!after.given) continue;
    const fault = judge(after);
    if (fault !== undefined) yield { path, value: '', ...fault };
  }
}

function judgeOf(platform: Platform): (after: After) => Pick<Broken, 'rule' | 'fix'> | undefined {
  const services = new Map(platform.services.map((service) => [service.name, service]));
  const resources = new Map(platform.resources.map((resource) => [resource.name, resource]));
  const jobs = new Map(platform.jobs.map((job) => [job.name, job]));
  return ({ kind, name, condition }) => {
    if (kind === 'job') {
      const waited = `waits for the job ${name}`;
      if (jobs.get(name)?.trigger.kind === 'schedule') {
        return {
          rule: `${waited}, which runs on a schedule and so may never have run`,
          fix: 'wait for a job without schedule',
        };
      }
      return condition === 'healthy'
        ? { rule: `${waited} to be healthy, but jobs complete`, fix: 'write completed' }
        : undefined;
    }
    if (condition === 'completed') {
      return { rule: `waits for ${name} to complete, but a ${kind} keeps running`, fix: 'write healthy or started' };
    }
    const resource = resources.get(name);
    const health = services.get(name)?.health ?? (resource?.kind === 'container' ? resource.health : undefined);
    const silent = health !== undefined && health.readiness === null && health.liveness === null;
    return condition === 'healthy' && silent
      ? {
          rule: `waits for ${name} to be healthy, but it has no health check`,
          fix: `write after: { ${name}: started }, or give ${name} a health:`,
        }
      : undefined;
  };
}

export const orderRules: readonly Rule[] = [
  {
    code: 'start-cycle',
    summary:
      'Nothing waits for itself, neither directly nor through others: it would never start. Calls may go in circles.',
    fix: 'remove one of the circle from after:',
    find: startCycle,
  },
  {
    code: 'after-condition',
    summary:
      'What is waited for can come: services and resources start and become healthy (with a health check), jobs without schedule complete.',
    fix: 'write started, healthy or completed, as it fits',
    find: afterCondition,
  },
];
