/** One thing that was looked for. */
export interface Finding {
  readonly name: string;
  readonly ok: boolean;
  /** Whether an environment of the description cannot be deployed without it. */
  readonly needed: boolean;
  /** Version or place of what was found; what is wrong otherwise. */
  readonly found: string;
  /** What to do; '' where nothing is wrong. */
  readonly fix: string;
  /** Which environments want it; empty: all. */
  readonly environments: readonly string[];
}

/** A dotted version as numbers; undefined where the text holds none. */
export function versionIn(text: string): readonly [number, number, number] | undefined {
  const match = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text);
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
}

export function atLeast(text: string, wanted: readonly [number, number]): boolean {
  const [major, minor] = versionIn(text) ?? [-1, -1];
  return major > wanted[0] || (major === wanted[0] && minor >= wanted[1]);
}
