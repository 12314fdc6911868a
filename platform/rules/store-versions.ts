import { sameVersion, taggedVersion } from '../kinds/image-tag';
import { kindOf } from '../kinds/registry';
import type { Platform } from '../model/platform';
import type { Scope } from '../resolve/scope';
import type { Broken, Rule } from './rule';

/** The tag and `version:` are two places of one fact. */
function* imageVersion(scope: Scope, platform: Platform): Iterable<Broken> {
  for (const store of platform.resources) {
    const given = scope.merged.resources[store.name];
    if (store.kind === 'container' || given === undefined || given.kind === 'container') continue;
    if (given.image === undefined || store.provider === 'external') continue;
    const { images, title } = kindOf(store);
    const tagged = taggedVersion(given.image, images);
    const path = ['resources', store.name];
    if (tagged === undefined && given.version === undefined && images.needed) {
      const rule = `says no version of ${title}, which the server is set up by`;
      const fix = `write version: beside it, such as version: ${store.version}`;
      yield { path: [...path, 'image'], value: '', rule, fix };
    } else if (tagged !== undefined && given.version !== undefined && !sameVersion(String(given.version), tagged)) {
      yield { path: [...path, 'version'], rule: `but the image is of ${tagged}`, fix: `write ${tagged}, or remove it` };
    }
  }
}

export const storeVersionRules: readonly Rule[] = [
  {
    code: 'image-version',
    summary:
      'The version of a store is what the tag of its image says. Where the data lies depends on the version of a database, so an image whose tag says none needs version: beside it.',
    fix: 'write the version of the image',
    find: imageVersion,
  },
];
