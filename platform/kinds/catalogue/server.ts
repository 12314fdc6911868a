import type { z } from 'zod';
import type { containerResource } from '../../description/container-resource';

type Fields = Omit<z.infer<typeof containerResource>, 'kind' | 'image' | 'provider' | 'external' | 'only' | 'secrets'>;

/**
 * A well-known server that needs no code: `kind: mongodb` is a resource of kind `container` with these fields, over which those of
 * the description are merged. The name of its file is its kind.
 */
export interface CatalogueServer {
  /** As people write it. */
  readonly title: string;
  /** Page or Dockerfile that the facts are from. */
  readonly source: string;
  /** Without a tag. */
  readonly image: string;
  /** Tag of the image by default. Another is chosen by `version:`. */
  readonly version: string;
  /** How it runs: by its own user, with the directories that its image needs writable. */
  readonly runs: Fields;
  /** What is different where the gateway leads to it. */
  readonly routed?: Partial<Fields>;
  /**
   * What is different where the gateway leads a path to it, and leaves that path as it is: `${path}` stands for it, and in attributes
   * too, where it is empty otherwise. Left out: it knows no path of its own.
   */
  readonly below?: Partial<Fields>;
  /** Its administrator: the name, and the variable of the image that takes the password; null: it asks for no login. */
  readonly admin: { readonly user: string; readonly password: string } | null;
  /** How it runs for who writes `auth: none`: the variables and attributes then. Left out: its administrator always has a password. */
  readonly withoutLogin?: {
    readonly env: Readonly<Record<string, string>>;
    readonly attributes: Readonly<Record<string, string>>;
  };
  /**
   * What `${name.<attribute>}` gives beside `host`, `port` and `addr`. `${host}`, `${port}` (the main one), `${port.<name>}`, `${user}` and
   * `${password}` are filled in.
   */
  readonly attributes: Readonly<Record<string, string>>;
  /** Variables that the first server of this kind gives who uses it, each with the attribute that it holds. */
  readonly variables: Readonly<Record<string, string>>;
}
