import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { Platform } from '../platform/index';
import { layoutOf } from './layout';

/** A file of a platform's manifests, with the objects in it. */
export interface ChartFile {
  /** Below the folder of the output. */
  readonly path: string;
  readonly objects: readonly ApiObject[];
}

/**
 * All objects of a platform in one chart: cdk8s checks its whole app again for each chart. The files are kept beside, so an
 * object can be found and changed (`addJsonPatch`) before it is written, by us or by an app of the team's own.
 */
export class PlatformChart extends Chart {
  readonly files: readonly ChartFile[];

  constructor(scope: Construct, id: string, platform: Platform) {
    super(scope, id);
    this.files = layoutOf(platform).map(({ path, objects }) => ({
      path,
      objects: objects.map((object) => new ApiObject(this, `${object.kind}.${object.metadata.name}`, object)),
    }));
  }
}
