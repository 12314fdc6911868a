import type { CatalogueServer } from '../server';

export const server: CatalogueServer = {
  title: 'Eureka',
  source: 'https://github.com/SteeltoeOSS/Dockerfiles',
  image: 'docker.io/steeltoeoss/eureka-server',
  version: '4.1.1',
  runs: {
    // The image names no user of its own.
    user: '1002:1000',
    ports: { http: 8761 },
    writable: ['/tmp'],
    memory: '768Mi',
    health: { http: '/actuator/health', startup: '120s' },
  },
  admin: null,
  attributes: { url: 'http://${host}:${port}/eureka/' },
  variables: { EUREKA_URL: 'url' },
};
