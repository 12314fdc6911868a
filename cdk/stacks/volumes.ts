import type { App } from 'aws-cdk-lib';
import { type Job, names, type Platform, type Service } from '../../platform/index';
import { FileSystem, fileSystemUser } from '../constructs/file-system';
import { customerKey } from '../constructs/keys';
import { awsOf, EnvironmentStack } from '../environment-stack';
import { volumeOwners } from '../kept';
import { published, volumeParameter, volumesPart } from '../names';

/**
 * The volumes of a service or a job, each a file system of its own. It is a stack of its own, as a store's: nothing else can
 * touch it, and two services may read each other's.
 */
export class VolumesStack extends EnvironmentStack {
  constructor(app: App, platform: Platform, { name, volumes, user }: Service | Job) {
    super(app, platform, volumesPart(name), { description: `Volumes of ${name}.`, service: name });
    const { name: environment, posture } = platform.environment;
    const key = posture.customerKeys
      ? customerKey(this, 'VolumesKey', {
          purpose: 'data',
          description: `Volumes of ${name} of ${platform.name} in ${environment}`,
          keeping: posture.retain ? 'retain' : 'delete',
        }).attrArn
      : undefined;
    for (const volume of volumes) {
      const id = names.constructId(volume.name);
      const { fileSystem, accessPoint, group } = new FileSystem(this, id, {
        logicalId: `${id}FileSystem`,
        description: `Volume ${name}.${volume.name} of ${platform.name} in ${environment}`,
        vpcId: this.vpcId,
        subnetIds: this.lookupList(published.dataSubnets),
        zones: awsOf(platform).zones,
        user: fileSystemUser(user),
        retain: posture.retain,
        ...(key !== undefined && { key }),
      });
      this.publish(volumeParameter(name, volume.name, 'file-system'), fileSystem.ref);
      this.publish(volumeParameter(name, volume.name, 'access-point'), accessPoint.ref);
      this.publish(volumeParameter(name, volume.name, 'security-group'), group.attrGroupId);
    }
  }
}

export function volumesStacks(app: App, platform: Platform): VolumesStack[] {
  return volumeOwners(platform).map((owner) => new VolumesStack(app, platform, owner));
}
