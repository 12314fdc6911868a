/** Most hours that a duration of the Gateway API can say: each of its numbers has five digits at most (GEP-2257). */
export const mostHours = 99_999;

/** Whole seconds as the Gateway API reads them: in seconds while those have five digits, then in larger units, exactly. */
export function gatewayDuration(seconds: number): string {
  if (seconds < 100_000) return `${seconds}s`;
  const parts = [
    [Math.floor(seconds / 3600), 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const;
  return parts.map(([amount, unit]) => (amount === 0 ? '' : `${amount}${unit}`)).join('');
}
