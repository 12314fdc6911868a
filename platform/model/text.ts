import type { Ref, Segment, Text } from './platform';

/** Neighbouring literals joined, empty ones dropped. */
export function text(...segments: readonly (Segment | Text)[]): Text {
  const result: Segment[] = [];
  for (const segment of segments) {
    if (isText(segment)) for (const each of segment) append(result, each);
    else append(result, segment);
  }
  return result;
}

function isText(segment: Segment | Text): segment is Text {
  return Array.isArray(segment);
}

function append(result: Segment[], segment: Segment): void {
  const last = result[result.length - 1];
  if (segment === '') return;
  if (typeof segment === 'string' && typeof last === 'string') result[result.length - 1] = last + segment;
  else result.push(segment);
}

/** Whether a value must not stand in an output. */
export function isSecret(value: Text): boolean {
  return value.some(
    (each) =>
      typeof each !== 'string' &&
      (each.kind === 'secret' || (each.kind === 'credential' && each.attribute === 'password')),
  );
}

export function refsOf(value: Text): Ref[] {
  return value.filter((segment): segment is Ref => typeof segment !== 'string');
}

/** Two texts that are the same on every target. */
export function sameText(a: Text, b: Text): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** As people read it: `https://orders:<password of main-orders>@<host of main>/`. */
export function printText(value: Text): string {
  return value.map((segment) => (typeof segment === 'string' ? segment : printRef(segment))).join('');
}

function printRef(ref: Ref): string {
  switch (ref.kind) {
    case 'service':
      return `<${ref.attribute} of ${ref.service}.${ref.port}>`;
    case 'resource':
      return `<${ref.attribute} of ${ref.resource}>`;
    case 'credential':
      return `<${ref.attribute} of ${ref.credential}>`;
    case 'secret':
      return ref.key === 'value' ? `<secret ${ref.secret}>` : `<${ref.key} of secret ${ref.secret}>`;
    case 'gateway':
      return `<${ref.attribute} of the gateway>`;
    case 'instance':
      return `<${ref.attribute} of the instance>`;
    case 'version':
      return '<version that runs>';
    case 'passthrough':
      return `<${ref.name} where it is set>`;
  }
}
