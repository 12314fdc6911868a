import { openedOnHost } from '../on-host';
import type { ComposeOutput, ComposeService } from './compose';

/** The service whose network another one holds. */
export function ownerOf({ document }: ComposeOutput, holder: string): string {
  return (
    Object.entries(document.services).find(([, { network_mode }]) => network_mode === `service:${holder}`)?.[0] ??
    holder
  );
}

export function published({
  ports = [],
}: ComposeService): { port: string; target: number; protocol: string; host?: string }[] {
  return ports.map((each) => {
    if (typeof each === 'string') return rangeOf(each);
    return {
      port: each.published,
      target: each.target,
      protocol: each.protocol,
      ...(each.host_ip !== undefined && { host: each.host_ip }),
    };
  });
}

/** `127.0.0.1:50000-50010:50000-50010/udp` */
export function rangeOf(text: string): { port: string; target: number; protocol: string; host: string } {
  const [, host = '', port = '', target, protocol = ''] = /^(.+):(\d+-\d+):(\d+-\d+)\/(tcp|udp)$/.exec(text) ?? [];
  if (port === '' || port !== target) throw new Error(`a published port that no fact knows: ${text}`);
  return { port, target: Number.parseInt(port, 10), protocol, host };
}

/** Whether the description publishes a port on the host, which is another fact. */
export function isOnHost({ platform }: ComposeOutput, owner: string, published: string): boolean {
  return openedOnHost(platform).some(
    ({ name, numbers, transport }) => name === owner && published === `${numbers}/${transport}`,
  );
}

/** Ports of the machine that lead to a container under the same number, without those that routes open. */
export function hostPortsOf(output: ComposeOutput, name: string): string[] {
  return published(output.service(output.holder(name)))
    .filter(({ port, target }) => Number.parseInt(port, 10) === target)
    .map(({ port, protocol }) => `${port}/${protocol}`);
}
