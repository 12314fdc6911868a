import type { ComposeOutput, ComposeService } from './compose';
import type { ContainerSpec, K8sOutput } from './k8s';

/** The server of a store, or what sets it up, in a container of its own. */
export interface ReadServer {
  readonly image: string;
  /** Variables, with words for what only the target knows. */
  readonly values: Readonly<Record<string, string>>;
  /** The program and its arguments; empty where they are the image's own. */
  readonly words: readonly string[];
  /** The text of a file that it finds there. */
  readonly file: (path: string) => string;
}

export function composeServer(output: ComposeOutput, name: string): ReadServer {
  const service: ComposeService = output.service(name);
  const { image, environment = {}, entrypoint = [], command = [] } = service;
  return {
    image,
    values: Object.fromEntries(Object.entries(environment).map(([key, value]) => [key, value ?? ''])),
    words: [...entrypoint, ...command],
    file: (path) => {
      const text = output.mountedFile(service, path);
      if (text === undefined) throw new Error(`${name} has no ${path}`);
      return text;
    },
  };
}

export function podServer(output: K8sOutput, name: string): ReadServer {
  const pod = output.pod(name);
  const [container]: ContainerSpec[] = pod.containers;
  if (container === undefined) throw new Error(`${name} has no container`);
  return {
    image: container.image,
    values: output.variables(container),
    words: [...(container.command ?? []), ...(container.args ?? [])],
    file: (path) => {
      const mount = container.volumeMounts?.find(({ mountPath }) => mountPath === path);
      const volume = (pod.volumes ?? []).find((each: { name: string }) => each.name === mount?.name);
      const text = output.find('ConfigMap', volume?.configMap?.name ?? '')?.data?.[mount?.subPath ?? ''];
      if (text === undefined) throw new Error(`${name} has no ${path}`);
      return text;
    },
  };
}
