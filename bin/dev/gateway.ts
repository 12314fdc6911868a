import { createServer, type IncomingMessage, type Server } from 'node:http';
import { isIP, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { createProxyServer } from 'httpxy';
import { type Platform, type Route, routing } from '../../platform/index';
import { respond } from './answers';
import { gatewayRefused } from './ports';

/** Milliseconds that requests get when it closes. */
const patience = 5000;

/**
 * The gateway where all run as processes: routes by host and longest path, with rewrites, time-outs, security headers and
 * WebSockets. gRPC and raw ports are not led through it: their services' own ports are printed instead.
 */
export class Gateway {
  private readonly server: Server;
  private readonly proxy = createProxyServer({ xfwd: true, ws: true });
  /** Connections that became WebSockets: the server no longer knows them. */
  private readonly upgraded = new Set<Duplex>();

  constructor(private readonly platform: Platform) {
    const { headers } = platform.gateway;
    this.server = createServer((request, response) => {
      // At the last moment, over the service's own, as every other gateway does.
      const writeHead = response.writeHead.bind(response) as (...args: unknown[]) => typeof response;
      response.writeHead = (...args: unknown[]) => {
        for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
        return writeHead(...args);
      };
      const route = this.find(request);
      if (route === undefined) {
        response.writeHead(404, { 'content-type': 'text/plain' }).end('no route\n');
        return;
      }
      if (route.answer !== null) {
        respond(response, route.answer, request);
        return;
      }
      request.url = rewritten(route, request.url ?? '/');
      const options = { target: targetOf(route), proxyTimeout: route.timeout * 1000 };
      void this.proxy.web(request, response, options).catch((error: Error) => {
        if (response.headersSent) response.destroy();
        else response.writeHead(502, { 'content-type': 'text/plain' }).end(`${route.service}: ${error.message}\n`);
      });
    });
    this.server.on('upgrade', (request, socket, head) => {
      socket.on('error', () => socket.destroy());
      this.upgraded.add(socket);
      socket.once('close', () => this.upgraded.delete(socket));
      const route = this.find(request);
      if (route === undefined || route.answer !== null) {
        socket.end('HTTP/1.1 404 Not Found\r\n\r\n');
        return;
      }
      request.url = rewritten(route, request.url ?? '/');
      void this.proxy.ws(request, socket as Socket, { target: targetOf(route) }, head).catch(() => socket.destroy());
    });
  }

  /** On the address that the environment publishes on: the loopback alone by default. */
  listen(): Promise<void> {
    return new Promise((resolve, reject) => {
      const { gateway, environment } = this.platform;
      const { port } = gateway;
      if (environment.compose === null) throw new Error(`"${environment.name}" does not run on this machine`);
      this.server.once('error', ({ code = '' }: NodeJS.ErrnoException) => reject(gatewayRefused(port, code)));
      this.server.listen(port, environment.compose.publish, resolve);
    });
  }

  close(): Promise<void> {
    const late = setTimeout(() => {
      this.server.closeAllConnections();
      for (const socket of this.upgraded) socket.destroy();
    }, patience);
    return new Promise((resolve) => {
      this.server.close(() => {
        clearTimeout(late);
        resolve();
      });
      this.server.closeIdleConnections();
    });
  }

  private find({ method, url, headers }: IncomingMessage): Route | undefined {
    const path = (url ?? '/').replace(/[?#].*/s, '');
    const found = routeOf(this.platform, headers.host ?? '', path, { method: method ?? 'GET', headers });
    return found === undefined ? undefined : drawn(routing.sharersOf(this.platform, found), Math.random());
  }
}

/** Routes that it leads to services, in the order in which they are asked. */
export function webRoutes(platform: Platform): Route[] {
  return routing.routesIn(platform).filter(isWeb).sort(routing.byPrecedence);
}

/** What the gateway of processes leads to a service. */
export function isWeb({ protocol }: Pick<Route, 'protocol'>): boolean {
  return protocol === 'http' || protocol === 'ws';
}

/** What routes look at besides host and path. */
interface Asked {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Paths match whole segments: `/users` is `/users` and `/users/7`, never `/usersx`. */
export function routeOf(
  platform: Platform,
  hostHeader: string,
  path: string,
  { method, headers }: Asked = { method: 'GET', headers: {} },
): Route | undefined {
  const host = hostHeader.replace(/:\d+$/, '').toLowerCase();
  // Who asks a laptop by its address means it.
  const asked = isIP(host.replace(/^\[|\]$/g, '')) === 0 ? host : 'localhost';
  const routes = webRoutes(platform);
  // A name that has routes answers by those alone, whatever a wildcard has besides.
  const own = routes.map((route) => route.host).find((each) => each === asked || routing.covers(each, asked));
  return routes.find((route) => {
    const prefix = route.path.replace(/\/+$/, '');
    const there = route.host === own && (path === prefix || path.startsWith(`${prefix}/`));
    return there && fits(route, { method, headers });
  });
}

/** Of routes that share their requests the one that a number below 1 falls to. */
export function drawn(routes: readonly Route[], number: number): Route | undefined {
  let left = number * routes.reduce((sum, { weight }) => sum + (weight ?? 1), 0);
  return routes.find(({ weight }) => {
    left -= weight ?? 1;
    return left < 0;
  });
}

function fits(route: Route, { method, headers }: Asked): boolean {
  const wanted = Object.entries(route.headers).every(([name, value]) => headers[name] === value);
  return wanted && (route.methods.length === 0 || route.methods.includes(method));
}

/** Replaces the prefix as Gateway API does: `/users` to `/v1` makes `/users/7` to `/v1/7` and `/users` to `/v1`. */
export function rewritten({ path, rewrite }: Pick<Route, 'path' | 'rewrite'>, url: string): string {
  const [from, to] = [path, rewrite].map((each) => each.replace(/\/+$/, ''));
  if (from === undefined || from === to) return url;
  const result = `${to}${url.slice(from.length)}`;
  return result.startsWith('/') ? result : `/${result}`;
}

function targetOf({ number }: Route): string {
  return `http://127.0.0.1:${number}`;
}
