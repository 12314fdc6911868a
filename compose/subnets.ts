import { createHash } from 'node:crypto';
import type { Platform } from '../platform/index';

/**
 * Docker hands out 31 networks from its default address pools, one of them its own bridge, and then refuses to make more.
 * The rest of these are left to what else runs on the machine.
 */
const mostFromPools = 24;

/** 10.192.0.0/10: far from what VPCs and offices use first. */
const base = 10 * 2 ** 24 + 192 * 2 ** 16;
const space = 2 ** 22;
/** A /26 takes 61 containers. */
const prefix = 26;
const size = 2 ** (32 - prefix);

/**
 * A range of its own for each network, where there are more than Docker has ranges for. It depends on the network's own
 * name, so that another network more or less moves none, save one that would have met it.
 */
export function subnets(platform: Platform, networks: readonly string[]): ReadonlyMap<string, string> {
  const ranges = new Map<string, string>();
  if (networks.length <= mostFromPools) return ranges;
  const slots = space / size;
  if (networks.length > slots)
    throw new Error(`${networks.length} networks are more than the ${slots} ranges for them`);
  const taken = new Set<number>();
  for (const name of networks) {
    const hash = createHash('sha256').update(`${platform.name}/${platform.environment.name}/${name}`).digest();
    let slot = hash.readUInt32BE(0) % slots;
    while (taken.has(slot)) slot = (slot + 1) % slots;
    taken.add(slot);
    ranges.set(name, cidr(base + slot * size));
  }
  return ranges;
}

function cidr(address: number): string {
  return `${[24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')}/${prefix}`;
}
