import * as z from 'zod';
import { key, label, podLabels } from './labels';
import { name } from './values';

// What a cluster has of its own, in one place: environments.<name>.kubernetes. The words are those of the Kubernetes API.

/** Kubernetes, Object Names and IDs: DNS subdomain names. */
const objectName = z
  .string()
  .regex(
    /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/,
    'must be the name of a Kubernetes object: lower-case letters, digits, dots and hyphens',
  );

const toleration = z.strictObject({
  key: key.optional().describe('Taint that is tolerated. Default: every one.'),
  operator: z
    .enum(['Exists', 'Equal'])
    .optional()
    .describe('Whether the value counts. Default: Equal with a value, Exists without.'),
  value: label.optional().describe('Value of the taint. Default: any.'),
  effect: z
    .enum(['NoSchedule', 'PreferNoSchedule', 'NoExecute'])
    .optional()
    .describe('Effect of the taint. Default: every one.'),
  tolerationSeconds: z
    .int()
    .min(0)
    .optional()
    .describe('Seconds that a pod stays on a node that gets a taint NoExecute. Default: for good.'),
});

/** What all pods may have, and those of one workload in particular. */
const workloadSettings = {
  storageClass: objectName
    .optional()
    .describe(
      "StorageClass of volumes. Kubernetes refuses another one for a volume that exists. Default: the cluster's own.",
    ),
  sharedStorageClass: objectName
    .optional()
    .describe(
      "StorageClass of volumes that others read by `mounts`: one that many nodes mount at once (ReadWriteMany), of EFS, NFS, CephFS or Azure Files; the owner's counts. Default: the cluster's own, where the environment accepts `unsupported-shared-volume`.",
    ),
  nodeSelector: z
    .record(key, label)
    .optional()
    .describe('Labels of the nodes that pods may run on, besides the architecture of their images. Default: any node.'),
  tolerations: z
    .array(toleration)
    .optional()
    .describe("Taints of nodes that pods may run on all the same; a workload's come on top. Default: none."),
  labels: z
    .record(key, label)
    .optional()
    .describe('Labels on every object and pod, besides the recommended ones. No selector goes by them. Default: none.'),
  annotations: z
    .record(key, z.string())
    .optional()
    .describe(
      'Annotations on every Deployment, StatefulSet, Job and CronJob and on their pods: `prometheus.io/scrape: "true"`. Default: none.',
    ),
};

export const kubernetes = z
  .strictObject({
    createNamespace: z
      .boolean()
      .optional()
      .describe(
        'Whether Slipway makes the namespace. If not, it must exist, with the labels for Pod Security that `slipway explain <environment>` names; network policies then select the pods of this platform alone. Default: true.',
      ),
    issuer: z
      .union([
        objectName,
        z.strictObject({
          name: objectName.describe('Name of the issuer.'),
          kind: z
            .enum(['ClusterIssuer', 'Issuer'])
            .optional()
            .describe('Issuer: one of the namespace. Default: ClusterIssuer.'),
        }),
      ])
      .optional()
      .describe(
        "Issuer of cert-manager that the gateway's certificate comes from: a ClusterIssuer by its name. Where a route has a wildcard host it must solve DNS-01. Default: letsencrypt.",
      ),
    imagePullSecrets: z
      .array(objectName)
      .min(1)
      .optional()
      .describe(
        'Secrets of the namespace, of type kubernetes.io/dockerconfigjson, that images are pulled with; the team makes them. Default: none.',
      ),
    scrapers: z
      .array(
        z.strictObject({
          namespace: name.optional().describe("Namespace of the scraper. Default: the platform's own."),
          labels: podLabels.optional().describe('Labels of its pods. Default: every pod of the namespace.'),
        }),
      )
      .min(1)
      .optional()
      .describe(
        'Who collects metrics: these pods may open every port named `metrics`, as `{ namespace: monitoring, labels: { app: prometheus } }`. Default: nobody.',
      ),
    ...workloadSettings,
    workloads: z
      .record(
        name,
        z
          .strictObject(workloadSettings)
          .describe('The same for one service, job or resource, with its migration or set-up. Maps are merged by key.'),
      )
      .optional()
      .describe('What single services, jobs and resources have besides. Default: none.'),
  })
  .describe('What the cluster has of its own. On Kubernetes alone.');

export type KubernetesDescription = z.infer<typeof kubernetes>;
export type WorkloadSettingsDescription = Omit<
  KubernetesDescription,
  'createNamespace' | 'issuer' | 'imagePullSecrets' | 'scrapers' | 'workloads'
>;
