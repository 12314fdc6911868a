import type { Platform } from '../platform/index';
import { needsComposing } from './composing';
import { storeKind } from './kinds/registry';
import { managedStores } from './stores';

/** Databases and broker users are the provisioner's work, and secrets that are mixed with text. */
export function needsProvisioner(platform: Platform): boolean {
  return managedStores(platform).some((store) => storeKind(store).provisioned) || needsComposing(platform);
}
