import { names } from '../platform/index';

/**
 * What the readable part does not keep apart, and a hash does: capitals, which the disks of macOS and Windows do not tell from small
 * letters, and a slash beside a hyphen or another slash.
 */
const lossy = /[A-Z]|\/[-/]/;

/** `/etc/app/config.yaml` becomes `etc-app-config.yaml`; no two paths become one name. */
export function fileName(path: string): string {
  const text = path.slice(1).replaceAll(/[^A-Za-z0-9.]/g, (character) => {
    if (character === '/') return '-';
    return character === '-' || character === '_' ? character.repeat(2) : `_${character.charCodeAt(0).toString(16)}_`;
  });
  return names.shorten(lossy.test(path) ? `${text}-${names.digest(path)}` : text, 120);
}

/** The underscore is in no name of the description, so no two of these are one. What has no name of its own has its owner's. */
export function volumeName(owner: string, volume: string): string {
  return volume === '' ? owner : `${owner}_${volume}`;
}
