export type { Limit } from './limit';
export type * from './model';
export { addressSecret, type SecretEntry, secretEntries, secretVariable } from './secrets';
export { OverrideError } from './override';
