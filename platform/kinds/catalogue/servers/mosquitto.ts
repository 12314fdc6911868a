import type { CatalogueServer } from '../server';

export const server: CatalogueServer = {
  title: 'Eclipse Mosquitto',
  source: 'https://github.com/eclipse-mosquitto/mosquitto',
  image: 'docker.io/library/eclipse-mosquitto',
  version: '2.0.22',
  runs: {
    user: '1883:1883',
    ports: { mqtt: { number: 1883, protocol: 'tcp' } },
    volumes: { data: { path: '/mosquitto/data' } },
    writable: ['/mosquitto/log'],
    // Without a listener of its own it answers on the loopback alone.
    files: {
      '/mosquitto/config/mosquitto.conf': {
        content:
          'listener 1883\nallow_anonymous true\npersistence true\npersistence_location /mosquitto/data/\nlog_dest stdout\n',
      },
    },
    memory: '64Mi',
    health: { tcp: true },
  },
  admin: null,
  attributes: { url: 'mqtt://${host}:${port}' },
  variables: { MQTT_URL: 'url' },
};
