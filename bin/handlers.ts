import type { Options } from './options';
import type { Outcome, Run } from './outcome';

export type Handler = (run: Run, args: readonly string[], options: Options) => Outcome | Promise<Outcome>;

/** Loads a command with what it needs, when it is asked for. */
export const handlers: Readonly<Record<string, () => Promise<Handler>>> = {
  check: async () => (await import('./commands/check.js')).check,
  synth: async () => (await import('./commands/synth.js')).synth,
  explain: async () => (await import('./commands/explain.js')).explain,
  graph: async () => (await import('./commands/graph.js')).graph,
  schema: async () => (await import('./commands/schema.js')).schema,
  dev: async () => (await import('./commands/dev.js')).dev,
  secrets: async () => (await import('./commands/secrets.js')).secrets,
  doctor: async () => (await import('./commands/doctor.js')).doctor,
  completion: async () => (await import('./commands/completion.js')).completion,
};
