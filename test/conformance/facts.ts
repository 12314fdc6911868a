import type { Fact } from './fact';
import { caches } from './facts/caches';
import { cluster } from './facts/cluster';
import { command } from './facts/command';
import { compute } from './facts/compute';
import { databases } from './facts/databases';
import { drain } from './facts/drain';
import { edges } from './facts/edges';
import { environment } from './facts/environment';
import { files } from './facts/files';
import { gateway } from './facts/gateway';
import { health } from './facts/health';
import { hostPorts } from './facts/host-ports';
import { image } from './facts/image';
import { inventory } from './facts/inventory';
import { jobs } from './facts/jobs';
import { meshes } from './facts/meshes';
import { names } from './facts/names';
import { overrides } from './facts/overrides';
import { permissions } from './facts/permissions';
import { addresses, ports } from './facts/ports';
import { posture } from './facts/posture';
import { queues } from './facts/queues';
import { replicas } from './facts/replicas';
import { requests, routes } from './facts/routes';
import { scale } from './facts/scale';
import { secretStore } from './facts/secret-store';
import { secrets } from './facts/secrets';
import { sharedVolumes } from './facts/shared-volumes';
import { startOrder } from './facts/start-order';
import { storage } from './facts/storage';
import { storeNames } from './facts/store-names';
import { stores } from './facts/stores';
import { sysctls } from './facts/sysctls';
import { topics } from './facts/topics';
import { update } from './facts/update';
import { user } from './facts/user';

export const facts: readonly Fact[] = [
  inventory,
  image,
  command,
  environment,
  secrets,
  secretStore,
  ports,
  addresses,
  storeNames,
  hostPorts,
  health,
  compute,
  scale,
  update,
  drain,
  user,
  sysctls,
  storage,
  sharedVolumes,
  files,
  edges,
  meshes,
  replicas,
  routes,
  requests,
  gateway,
  databases,
  topics,
  queues,
  caches,
  stores,
  permissions,
  startOrder,
  jobs,
  posture,
  cluster,
  names,
  overrides,
];
