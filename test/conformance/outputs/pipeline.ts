import { parse } from 'yaml';
import type { Files } from '../../../output/index';

/** An image that the workflows build. */
export interface BuiltImage {
  readonly name: string;
  readonly context: string;
  readonly dockerfile: string;
  readonly target: string;
  /** Lines `NAME=value`. */
  readonly args: string;
  readonly architectures: readonly string[];
}

/** A task that the workflows start once and wait for. */
export interface OnceTask {
  readonly name: string;
  readonly stack: string;
  readonly parameter: string;
  readonly timeout: number;
  readonly retries: number;
}

interface EnvironmentData {
  readonly images: readonly string[];
  readonly secrets: readonly string[];
  readonly smoke: readonly { readonly service: string; readonly protocol: string; readonly target: string }[];
  readonly tasks?: {
    readonly before: readonly (readonly OnceTask[])[];
    readonly after: readonly (readonly OnceTask[])[];
  };
}

/** Texts are read once. */
const parsed = new Map<string, unknown>();

/** The workflows of a platform, and the data that they loop over: what the other outputs leave to a deploy. */
export class PipelineOutput {
  constructor(readonly files: Files) {}

  images(): readonly BuiltImage[] {
    return (this.json('.github/slipway/images.json') as { images: BuiltImage[] }).images;
  }

  environment(name: string): EnvironmentData {
    return this.json(`.github/slipway/environments/${name}.json`) as EnvironmentData;
  }

  // biome-ignore lint/suspicious/noExplicitAny: workflows are read back as the plain data that they are
  workflow(name: string): any {
    const text = this.text(`.github/workflows/${name}`);
    const workflow = parsed.get(text) ?? parse(text);
    parsed.set(text, workflow);
    return workflow;
  }

  text(path: string): string {
    const text = this.files.get(path);
    if (text === undefined) throw new Error(`the pipeline has no file ${path}`);
    return text;
  }

  private json(path: string): unknown {
    return JSON.parse(this.text(path));
  }
}
