/**
 * Amounts as people write them, and as the model holds them: plain numbers, so that a resolved platform prints as JSON.
 * A `parse` function gives undefined for what it cannot read exactly; the caller knows the field and says what is wrong.
 */

declare const unit: unique symbol;

/** Memory in MiB, whole. */
export type Memory = number & { readonly [unit]: 'MiB' };
/** CPU in thousandths of a vCPU, whole. */
export type Cpu = number & { readonly [unit]: 'millicores' };
/** Time in seconds; a multiple of 0.001. */
export type Duration = number & { readonly [unit]: 'seconds' };
/** Storage in GiB, whole. */
export type Storage = number & { readonly [unit]: 'GiB' };

const kibibytes = { Ki: 1, Mi: 1024, Gi: 1024 * 1024 } as const;

/**
 * Reads `20Mi`, `1.5Gi` or `65536Ki` (the binary suffixes of Kubernetes) as MiB. Parts of a MiB are rounded up, so that
 * nothing gets less than it asked for. A number without a unit is refused: targets disagree on what it would mean.
 */
export function parseMemory(text: string | number): Memory | undefined {
  // Six decimals and nine digits keep the product exact enough for the rounding to be right.
  const [, amount, suffix] = /^(\d{1,9}(?:\.\d{1,6})?)(Ki|Mi|Gi)$/.exec(String(text)) ?? [];
  if (amount === undefined || suffix === undefined) return undefined;
  const mebibytes = Math.ceil((Number(amount) * kibibytes[suffix as keyof typeof kibibytes]) / 1024);
  return mebibytes > 0 ? (mebibytes as Memory) : undefined;
}

/** Writes MiB in the largest unit that needs no fraction: `512Mi`, `2Gi`. */
export function formatMemory(mebibytes: number): string {
  return mebibytes !== 0 && mebibytes % 1024 === 0 ? `${mebibytes / 1024}Gi` : `${mebibytes}Mi`;
}

/** Reads `20Gi` or `1Ti` as GiB. Only whole amounts: volumes grow in GiB on every target. */
export function parseStorage(text: string | number): Storage | undefined {
  const [, amount, suffix] = /^(\d{1,9})(Gi|Ti)$/.exec(String(text)) ?? [];
  if (amount === undefined) return undefined;
  const gibibytes = Number(amount) * (suffix === 'Ti' ? 1024 : 1);
  return gibibytes > 0 ? (gibibytes as Storage) : undefined;
}

/** Writes GiB as `20Gi`, the form that Kubernetes reads. */
export function formatStorage(gibibytes: number): string {
  return `${gibibytes}Gi`;
}

/** Reads `0.25`, `2` or `500m` as thousandths of a vCPU. Zero, negative and finer than `1m` are refused. */
export function parseCpu(text: string | number): Cpu | undefined {
  const [, thousandths, whole, fraction] = /^(?:(\d{1,9})m|(\d{1,6})(?:\.(\d{1,3})0*)?)$/.exec(String(text)) ?? [];
  // Digits are moved, not multiplied: 0.29 * 1000 is not 290 in floating point.
  const millicores =
    thousandths === undefined ? Number(`${whole}${(fraction ?? '').padEnd(3, '0')}`) : Number(thousandths);
  return millicores > 0 ? (millicores as Cpu) : undefined;
}

/** Writes thousandths of a vCPU as vCPU: `0.25`, `2`. */
export function formatCpu(millicores: number): string {
  return String(millicores / 1000);
}

const milliseconds = { d: 86_400_000, h: 3_600_000, m: 60_000, s: 1000, ms: 1 } as const;
const durationUnits = Object.keys(milliseconds) as (keyof typeof milliseconds)[];
const durationPattern = /^(?:(\d{1,9})d)?(?:(\d{1,9})h)?(?:(\d{1,9})m(?!s))?(?:(\d{1,9})s)?(?:(\d{1,9})ms)?$/;

/**
 * Reads `7d`, `1h30m`, `30s` or `500ms` as seconds: whole amounts, the larger unit first, each unit once. A number
 * without a unit is refused. A day is 24 hours.
 */
export function parseDuration(text: string | number): Duration | undefined {
  const amounts = durationPattern.exec(String(text))?.slice(1);
  if (amounts === undefined || amounts.every((amount) => amount === undefined)) return undefined;
  const total = durationUnits.reduce((sum, name, at) => sum + Number(amounts[at] ?? 0) * milliseconds[name], 0);
  return Number.isSafeInteger(total) ? ((total / 1000) as Duration) : undefined;
}

/** Writes seconds in the units that `parseDuration` reads, leaving out what is zero: `7d`, `1h30m`, `30s`, `500ms`. */
export function formatDuration(seconds: number): string {
  let rest = Math.round(seconds * 1000);
  if (rest === 0) return '0s';
  let text = '';
  for (const name of durationUnits) {
    const amount = Math.floor(rest / milliseconds[name]);
    rest -= amount * milliseconds[name];
    if (amount > 0) text += `${amount}${name}`;
  }
  return text;
}

/** An IPv4 range: its first address as a number, and how many leading bits its addresses share. */
export interface Cidr {
  readonly base: number;
  readonly prefix: number;
}

/** A named part of a range. */
export interface Subnet {
  readonly name: string;
  readonly cidr: string;
}

/** Reads `10.0.0.0/16`. The address must be the first of its range; `10.0.0.1/16` is refused. */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(text);
  if (match === null) return undefined;
  const parts = match.slice(1);
  // Some readers take 010 for 8.
  if (parts.some((part) => part.length > 1 && part.startsWith('0'))) return undefined;
  const prefix = Number(parts.pop());
  const octets = parts.map(Number);
  if (prefix > 32 || octets.some((octet) => octet > 255)) return undefined;
  const base = octets.reduce((sum, octet) => sum * 256 + octet, 0);
  return base % sizeOf(prefix) === 0 ? { base, prefix } : undefined;
}

/** Writes a range as `10.0.0.0/16`. */
export function formatCidr(cidr: Cidr): string {
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(cidr.base / 2 ** shift) % 256);
  return `${octets.join('.')}/${cidr.prefix}`;
}

/** Whether every address of `inner` is one of `outer`. Text that is no range contains and is contained in nothing. */
export function cidrContains(outer: string, inner: string): boolean {
  const [around, within] = [parseCidr(outer), parseCidr(inner)];
  if (around === undefined || within === undefined) return false;
  return within.base >= around.base && endOf(within) <= endOf(around);
}

/**
 * Cuts ranges out of the range of a VPC, each at the lowest free address that it may have, in the order of the requests.
 * A range depends only on the requests before it: adding one at the end moves none, and moving a subnet would replace it.
 * First fit on powers of two never fails while enough addresses are left. Undefined when the VPC is too small.
 */
export function allocate(vpcCidr: string, requests: readonly { name: string; prefix: number }[]): Subnet[] | undefined {
  const vpc = parseCidr(vpcCidr);
  if (vpc === undefined) return undefined;
  const taken: Cidr[] = [];
  const subnets: Subnet[] = [];
  for (const { name, prefix } of requests) {
    if (!Number.isInteger(prefix) || prefix < vpc.prefix || prefix > 32) return undefined;
    const free = firstFree(vpc, taken, prefix);
    if (free === undefined) return undefined;
    taken.push(free);
    subnets.push({ name, cidr: formatCidr(free) });
  }
  return subnets;
}

function firstFree(vpc: Cidr, taken: readonly Cidr[], prefix: number): Cidr | undefined {
  const size = sizeOf(prefix);
  let base = vpc.base;
  for (const range of [...taken].sort((one, other) => one.base - other.base)) {
    if (base + size <= range.base) break;
    base = Math.max(base, Math.ceil(endOf(range) / size) * size);
  }
  return base + size <= endOf(vpc) ? { base, prefix } : undefined;
}

function sizeOf(prefix: number): number {
  return 2 ** (32 - prefix);
}

function endOf(cidr: Cidr): number {
  return cidr.base + sizeOf(cidr.prefix);
}
