import { gatewayDuration } from '../../k8s/duration';
import { render } from '../../k8s/index';
import { find, platformFrom, readBack } from './manifests';

/** GEP-2257, and the pattern of the custom resource: what does not match is refused at apply. */
const pattern = /^([0-9]{1,5}(h|m|s|ms)){1,4}$/;

function secondsOf(text: string): number {
  const units: Record<string, number> = { h: 3600, m: 60, s: 1 };
  return [...text.matchAll(/(\d+)([hms])/g)].reduce((sum, [, n, unit]) => sum + Number(n) * units[unit!]!, 0);
}

describe('a duration of the Gateway API', () => {
  it.each([1, 30, 3600, 99_999, 100_000, 100_001, 360_000, 360_059, 360_061, 99_999 * 3600 + 3599])(
    'says %i seconds exactly, in numbers of five digits at most',
    (seconds) => {
      expect(gatewayDuration(seconds)).toMatch(pattern);
      expect(secondsOf(gatewayDuration(seconds))).toBe(seconds);
    },
  );

  it('is that of a route', () => {
    const body = 'services: { web: { image: "web:1", ports: { http: 8080 }, routes: [{ path: /, timeout: 100h }] } }';
    const route = find(readBack(render(platformFrom(body))), 'HTTPRoute/web');
    expect(route.spec.rules[0].timeouts).toEqual({ request: '100h' });
  });
});
