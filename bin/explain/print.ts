import {
  type Amount,
  type Container,
  formatCpu,
  formatDuration,
  formatMemory,
  type Health,
  type Image,
  type Probe,
  type Runtime,
} from '../../platform/index';

/** Values of the model as people read them. */

export function printImage(image: Image): string {
  if (image.kind === 'reference') return image.reference;
  const stage = image.target === '' ? '' : `, stage ${image.target}`;
  return `${image.name}, built from ${image.context} with ${image.dockerfile}${stage}`;
}

export function printAmounts(
  { cpu, memory }: Pick<Container, 'cpu' | 'memory'>,
  runtime: Runtime,
): { cpu: string; memory: string } {
  const both = ({ request, limit }: Amount, format: (value: number) => string) => {
    if (limit === 0)
      return `${format(request)}, ${runtime === 'ecs' ? 'at most what its Fargate task has' : 'no limit'}`;
    return request === limit ? format(limit) : `${format(request)} to ${format(limit)}`;
  };
  return { cpu: both(cpu, (value) => `${formatCpu(value)} vCPU`), memory: both(memory, formatMemory) };
}

export function printProbe(probe: Probe | null): string {
  if (probe === null) return 'none';
  const { action, number, interval, timeout, failures, delay } = probe;
  const what = {
    http: () => (action.kind === 'http' ? `GET ${action.path} on port ${number}` : ''),
    grpc: () => `gRPC health on port ${number}`,
    tcp: () => `connection to port ${number}`,
    command: () => (action.kind === 'command' ? action.command.join(' ') : ''),
  }[action.kind]();
  const wait = delay === 0 ? '' : `, after ${formatDuration(delay)}`;
  return `${what}, every ${formatDuration(interval)}, at most ${formatDuration(timeout)}, ${failures} failures${wait}`;
}

export function printStartup({ startup }: Health): string {
  return formatDuration(startup);
}

/** A list on one line; `none` when it is empty. */
export function printList(items: readonly string[]): string {
  return items.length === 0 ? 'none' : items.join(', ');
}
