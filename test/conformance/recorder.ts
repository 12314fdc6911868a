import type { Platform } from '../../platform/index';
import { joined, stepOf } from './model-paths';

/** The same plain data, in which no two places share an object. */
export function unshared(platform: Platform): Platform {
  return JSON.parse(JSON.stringify(platform)) as Platform;
}

/** A platform that remembers which of its values are read. */
export function recording(platform: Platform): { readonly platform: Platform; readonly read: ReadonlySet<string> } {
  const read = new Set<string>();
  const proxies = new WeakMap<object, object>();
  const wrap = (value: object, path: string): object => {
    const known = proxies.get(value);
    if (known !== undefined) return known;
    const proxy = new Proxy(value, {
      get(target, key, receiver) {
        const inner: unknown = Reflect.get(target, key, receiver);
        if (typeof key === 'symbol' || !Object.hasOwn(target, key)) return inner;
        const at = joined(path, stepOf(path, target, key, inner));
        if (typeof inner === 'object' && inner !== null) return wrap(inner, at);
        read.add(at);
        return inner;
      },
    });
    proxies.set(value, proxy);
    return proxy;
  };
  return { platform: wrap(unshared(platform), '') as Platform, read };
}
