import { routeOf } from '../../bin/dev/gateway';
import { conditionedRoutes, conditionedTable } from '../compose/route-table';
import { platformFrom } from '../compose/workshop';

const platform = platformFrom(conditionedRoutes);

it.each(conditionedTable)(
  'leads %s %s%s with %j to %s where all run as processes',
  (method, host, path, headers, to) => {
    const sent = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const found = routeOf(platform, host, path, { method, headers: sent });
    expect(found === undefined ? '' : `${found.number} ${path.replace(/^\/v1/, found.rewrite)}`).toBe(to);
  },
);
