/** What the authors of Online Boutique v0.10.6 deploy, as facts: one entry a workload of their manifests. */
export interface Workload {
  readonly image: string;
  readonly port: number | null;
  /** What callers use. */
  readonly as: number | null;
  readonly env: Readonly<Record<string, string>>;
  readonly readiness: Probe | null;
  readonly liveness: Probe | null;
  readonly cpu: readonly [request: string, limit: string];
  readonly memory: readonly [request: string, limit: string];
  readonly init: readonly { readonly image: string; readonly env: Readonly<Record<string, string>> }[];
}

export interface Probe {
  readonly kind: 'http' | 'grpc' | 'tcp';
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const grpc: Probe = { kind: 'grpc' };
const tcp: Probe = { kind: 'tcp' };
const registry = 'us-central1-docker.pkg.dev/online-boutique-ci/microservices-demo';
const release = 'v0.10.6';

export const workloads: Readonly<Record<string, Workload>> = {
  frontend: {
    image: `${registry}/frontend:${release}`,
    port: 8080,
    as: 80,
    env: {
      PORT: '8080',
      PRODUCT_CATALOG_SERVICE_ADDR: 'productcatalogservice:3550',
      CURRENCY_SERVICE_ADDR: 'currencyservice:7000',
      CART_SERVICE_ADDR: 'cartservice:7070',
      RECOMMENDATION_SERVICE_ADDR: 'recommendationservice:8080',
      SHIPPING_SERVICE_ADDR: 'shippingservice:50051',
      CHECKOUT_SERVICE_ADDR: 'checkoutservice:5050',
      AD_SERVICE_ADDR: 'adservice:9555',
      SHOPPING_ASSISTANT_SERVICE_ADDR: 'shoppingassistantservice:80',
      ENABLE_PROFILER: '0',
    },
    readiness: { kind: 'http', path: '/_healthz', headers: { Cookie: 'shop_session-id=x-readiness-probe' } },
    liveness: { kind: 'http', path: '/_healthz', headers: { Cookie: 'shop_session-id=x-liveness-probe' } },
    cpu: ['100m', '200m'],
    memory: ['64Mi', '128Mi'],
    init: [],
  },
  adservice: {
    image: `${registry}/adservice:${release}`,
    port: 9555,
    as: 9555,
    env: { PORT: '9555' },
    readiness: grpc,
    liveness: grpc,
    cpu: ['200m', '300m'],
    memory: ['180Mi', '300Mi'],
    init: [],
  },
  currencyservice: {
    image: `${registry}/currencyservice:${release}`,
    port: 7000,
    as: 7000,
    env: { PORT: '7000', DISABLE_PROFILER: '1' },
    readiness: grpc,
    liveness: grpc,
    cpu: ['100m', '200m'],
    memory: ['64Mi', '128Mi'],
    init: [],
  },
  cartservice: {
    image: `${registry}/cartservice:${release}`,
    port: 7070,
    as: 7070,
    env: { REDIS_ADDR: 'redis-cart:6379' },
    readiness: grpc,
    liveness: grpc,
    cpu: ['200m', '300m'],
    memory: ['64Mi', '128Mi'],
    init: [],
  },
  'redis-cart': {
    image: 'redis:alpine',
    port: 6379,
    as: 6379,
    env: {},
    readiness: tcp,
    liveness: tcp,
    cpu: ['70m', '125m'],
    memory: ['200Mi', '256Mi'],
    init: [],
  },
  loadgenerator: {
    image: `${registry}/loadgenerator:${release}`,
    port: null,
    as: null,
    env: { FRONTEND_ADDR: 'frontend:80', USERS: '10', RATE: '1' },
    readiness: null,
    liveness: null,
    cpu: ['300m', '500m'],
    memory: ['256Mi', '512Mi'],
    init: [
      {
        image: 'busybox:1.38.0@sha256:fd8d9aa63ba2f0982b5304e1ee8d3b90a210bc1ffb5314d980eb6962f1a9715d',
        env: { FRONTEND_ADDR: 'frontend:80' },
      },
    ],
  },
  recommendationservice: {
    image: `${registry}/recommendationservice:${release}`,
    port: 8080,
    as: 8080,
    env: { PORT: '8080', PRODUCT_CATALOG_SERVICE_ADDR: 'productcatalogservice:3550', DISABLE_PROFILER: '1' },
    readiness: grpc,
    liveness: grpc,
    cpu: ['100m', '200m'],
    memory: ['220Mi', '450Mi'],
    init: [],
  },
  checkoutservice: {
    image: `${registry}/checkoutservice:${release}`,
    port: 5050,
    as: 5050,
    env: {
      PORT: '5050',
      PRODUCT_CATALOG_SERVICE_ADDR: 'productcatalogservice:3550',
      SHIPPING_SERVICE_ADDR: 'shippingservice:50051',
      PAYMENT_SERVICE_ADDR: 'paymentservice:50051',
      EMAIL_SERVICE_ADDR: 'emailservice:5000',
      CURRENCY_SERVICE_ADDR: 'currencyservice:7000',
      CART_SERVICE_ADDR: 'cartservice:7070',
    },
    readiness: grpc,
    liveness: grpc,
    cpu: ['100m', '200m'],
    memory: ['64Mi', '128Mi'],
    init: [],
  },
  emailservice: {
    image: `${registry}/emailservice:${release}`,
    port: 8080,
    as: 5000,
    env: { PORT: '8080', DISABLE_PROFILER: '1' },
    readiness: grpc,
    liveness: grpc,
    cpu: ['100m', '200m'],
    memory: ['64Mi', '128Mi'],
    init: [],
  },
  paymentservice: {
    image: `${registry}/paymentservice:${release}`,
    port: 50051,
    as: 50051,
    env: { PORT: '50051', DISABLE_PROFILER: '1' },
    readiness: grpc,
    liveness: grpc,
    cpu: ['100m', '200m'],
    memory: ['64Mi', '128Mi'],
    init: [],
  },
  shippingservice: {
    image: `${registry}/shippingservice:${release}`,
    port: 50051,
    as: 50051,
    env: { PORT: '50051', DISABLE_PROFILER: '1' },
    readiness: grpc,
    liveness: grpc,
    cpu: ['100m', '200m'],
    memory: ['64Mi', '128Mi'],
    init: [],
  },
  productcatalogservice: {
    image: `${registry}/productcatalogservice:${release}`,
    port: 3550,
    as: 3550,
    env: { PORT: '3550', DISABLE_PROFILER: '1' },
    readiness: grpc,
    liveness: grpc,
    cpu: ['100m', '200m'],
    memory: ['64Mi', '128Mi'],
    init: [],
  },
};

/** Who may open which port, as their thirteen policies say: `[to, from, port]`; `*` is anyone. */
export const ingress: readonly (readonly [to: string, from: string, port: number | '*'])[] = [
  ['adservice', 'frontend', 9555],
  ['cartservice', 'frontend', 7070],
  ['cartservice', 'checkoutservice', 7070],
  ['checkoutservice', 'frontend', 5050],
  ['currencyservice', 'frontend', 7000],
  ['currencyservice', 'checkoutservice', 7000],
  ['emailservice', 'checkoutservice', 8080],
  ['frontend', '*', '*'],
  ['paymentservice', 'checkoutservice', 50051],
  ['productcatalogservice', 'frontend', 3550],
  ['productcatalogservice', 'checkoutservice', 3550],
  ['productcatalogservice', 'recommendationservice', 3550],
  ['recommendationservice', 'frontend', 8080],
  ['redis-cart', 'cartservice', 6379],
  ['shippingservice', 'frontend', 50051],
  ['shippingservice', 'checkoutservice', 50051],
];

/** Policies without ingress: nobody may open anything. */
export const closed: readonly string[] = ['deny-all', 'loadgenerator'];
