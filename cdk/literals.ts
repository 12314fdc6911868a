import type { Platform } from '../platform/index';

// Texts of a description that look like what the CDK puts in place of a value that it does not know yet: strings, lists and
// numbers (aws-cdk-lib/core/lib/private/encoding.ts). It takes them for its own and fails, so that they are broken in two
// while it works, by a character that no description holds.

const tokens = /[$#](?=\{Token\[)|-(?=1\.\d{10,16}e\+\d{2,3})/g;
const broken = /(?<=[$#])\0(?=\{Token\[)|(?<=-)\0(?=1\.\d{10,16}e\+\d{2,3})/g;

/** A platform of which the CDK takes no text for a token. */
export function withoutTokens(platform: Platform): Platform {
  return hasAny(platform, tokens) ? (mapped(platform, (text) => text.replace(tokens, '$&\0')) as Platform) : platform;
}

/** A template with the texts as the description has them. */
export function withLiterals(template: unknown): unknown {
  return hasAny(template, broken) ? mapped(template, (text) => text.replace(broken, '')) : template;
}

function hasAny(value: unknown, pattern: RegExp): boolean {
  if (typeof value === 'string') return value.search(pattern) >= 0;
  return typeof value === 'object' && value !== null && Object.values(value).some((each) => hasAny(each, pattern));
}

function mapped(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((each) => mapped(each, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapped(each, change)]));
}
