/** Classes of storage that claims ask for by name, and whether their volumes may grow. */
export const classes = { grows: true, stays: false } as const;

/** What a cluster has before anything is deployed: nodes in three zones of both processors, and storage. */
export function clusterObjects(): object[] {
  const zones = ['a', 'b', 'c'];
  const nodes = zones.flatMap((zone) =>
    (['amd64', 'arm64'] as const).map((architecture) => ({
      apiVersion: 'v1',
      kind: 'Node',
      metadata: {
        name: `${architecture}-${zone}`,
        labels: {
          'kubernetes.io/arch': architecture,
          'kubernetes.io/os': 'linux',
          'kubernetes.io/hostname': `${architecture}-${zone}`,
          'topology.kubernetes.io/zone': zone,
        },
      },
      status: {
        allocatable: { cpu: '64', memory: '512Gi', pods: '200' },
        capacity: { cpu: '64', memory: '512Gi', pods: '200' },
      },
    })),
  );
  const storage = Object.entries(classes).map(([name, grows]) => ({
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: {
      name,
      annotations: { 'storageclass.kubernetes.io/is-default-class': String(name === 'grows') },
    },
    provisioner: 'kubernetes.io/no-provisioner',
    allowVolumeExpansion: grows,
    volumeBindingMode: 'Immediate',
  }));
  // As a provisioner would make them: larger than any claim.
  const volumes = Object.keys(classes).flatMap((name) =>
    Array.from({ length: 60 }, (_, at) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: `${name}-${at}` },
      spec: {
        accessModes: ['ReadWriteOnce'],
        capacity: { storage: '4Ti' },
        hostPath: { path: `/volumes/${name}-${at}` },
        storageClassName: name,
      },
    })),
  );
  return [...nodes, ...storage, ...volumes];
}
