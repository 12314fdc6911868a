import { nearest } from '../model/nearest';
import type { Finding } from './scope';

/** A reference to an attribute that its target has not. */
export function unknownAttribute(
  expression: string,
  attribute: string,
  names: readonly string[],
): Pick<Finding, 'code' | 'rule' | 'fix'> {
  const near = nearest(attribute, names);
  return {
    code: 'unknown-attribute',
    rule: `refers to "\${${expression}}", but ${attribute === '' ? 'names no attribute' : `"${attribute}" is no attribute of it`}`,
    fix: near === undefined || attribute === '' ? `there are: ${names.join(', ')}` : `did you mean "${near}"?`,
  };
}
