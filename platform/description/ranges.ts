import { isIPv4, isIPv6 } from 'node:net';

/** A range of addresses: how many bits an address has, the first one as a number, and how many bits all share. */
export interface Range {
  readonly bits: 32 | 128;
  readonly base: bigint;
  readonly prefix: number;
}

/** Reads `10.0.0.0/16` and `2001:db8::/32`; any address of the range stands for it. Undefined for what is no address. */
export function readRange(text: string): Range | undefined {
  const [address = '', length = '', ...rest] = text.split('/');
  const bits = isIPv4(address) ? 32 : isIPv6(address) ? 128 : undefined;
  const prefix = /^\d{1,3}$/.test(length) ? Number(length) : -1;
  if (bits === undefined || rest.length > 0 || prefix < 0 || prefix > bits) return undefined;
  const number = bits === 32 ? ofGroups(address.split('.').map(Number), 8) : ofGroups(groupsOf(address), 16);
  const free = BigInt(bits - prefix);
  return { bits, base: (number >> free) << free, prefix };
}

/** Writes a range by its first address, IPv6 as RFC 5952 has it. */
export function writeRange({ bits, base, prefix }: Range): string {
  if (bits === 32) return `${split(base, 4, 8).join('.')}/${prefix}`;
  const groups = split(base, 8, 16).map((each) => each.toString(16));
  const runs = [...groups.join(':').matchAll(/(?:^|:)0(?::0)+(?=:|$)/g)].map(([run]) => run);
  const longest = runs.sort((one, other) => other.length - one.length)[0];
  const text = groups.join(':');
  if (longest === undefined) return `${text}/${prefix}`;
  const at = text.indexOf(longest);
  return `${text.slice(0, at)}::${text.slice(at + longest.length).replace(/^:/, '')}/${prefix}`;
}

/** Whether every address of `inner` is one of `outer`. Text that is no range contains and is contained in nothing. */
export function rangeContains(outer: string, inner: string): boolean {
  const [around, within] = [readRange(outer), readRange(inner)];
  if (around === undefined || within === undefined) return false;
  if (around.bits !== within.bits || around.prefix > within.prefix) return false;
  const free = BigInt(around.bits - around.prefix);
  return around.base >> free === within.base >> free;
}

/** The eight groups of an IPv6 address; `::` stands for those that are missing, and the last two may be written as IPv4. */
function groupsOf(address: string): number[] {
  const plain = address.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, ...octets: string[]) => {
    const [a = 0, b = 0, c = 0, d = 0] = octets.slice(0, 4).map(Number);
    return `${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
  const [head = '', tail] = plain.split('::');
  const read = (text: string) => (text === '' ? [] : text.split(':').map((each) => Number.parseInt(each, 16)));
  if (tail === undefined) return read(head);
  const [start, end] = [read(head), read(tail)];
  return [...start, ...Array<number>(8 - start.length - end.length).fill(0), ...end];
}

function ofGroups(groups: readonly number[], width: number): bigint {
  return groups.reduce((sum, each) => (sum << BigInt(width)) + BigInt(each), 0n);
}

function split(number: bigint, count: number, width: number): number[] {
  const mask = (1n << BigInt(width)) - 1n;
  return Array.from({ length: count }, (_, at) => Number((number >> BigInt(width * (count - 1 - at))) & mask));
}
