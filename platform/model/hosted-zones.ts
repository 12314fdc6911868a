/** Whether a zone is given by its id, which says nothing about its name. */
export function isZoneId(zone: string): boolean {
  return !zone.includes('.');
}

/** The zone that a host is in: the nearest by name, or the one whose name nobody knows; '' for none of them. */
export function zoneOf(zones: readonly string[], host: string): string {
  const known = zones.filter((zone) => {
    const name = zone.replace(/\.$/, '');
    return isZoneId(zone) || host === name || host.endsWith(`.${name}`);
  });
  return known.reduce((nearest, zone) => (zone.length > nearest.length ? zone : nearest), '');
}
