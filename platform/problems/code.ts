/** What a code means, whoever reports it. */
export interface Code {
  /** One sentence: what must hold, and why. */
  readonly summary: string;
  /** What to do in general, in the imperative. */
  readonly fix: string;
}
