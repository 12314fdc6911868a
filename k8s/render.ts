import { App } from 'cdk8s';
import { type Files, sortFiles, yamlDocuments } from '../output/index';
import type { Platform } from '../platform/index';
import { changeScript } from './change';
import { sharedVolumesNotes, sharedVolumesPath } from './charts/shared-volumes';
import { fileHeader, kustomizations } from './kustomization';
import { ordered } from './order';
import { targetOf, withOverrides } from './overrides';
import { PlatformChart } from './platform-chart';
import type { Manifest } from './types';

/** Manifests and kustomizations of one environment, by their paths below `dist/<environment>/k8s/`. */
export function render(platform: Platform): Files {
  const chart = new PlatformChart(new App(), platform.name, platform);
  const rendered = chart.files.map(({ path, objects }) => ({
    path,
    objects: objects.map((object) => object.toJson() as Manifest),
  }));
  const all = new Map(rendered.flatMap(({ objects }) => objects).map((object) => [targetOf(object), object]));
  const patched = withOverrides(platform, all);
  const files = new Map(
    rendered.map(({ path, objects }) => [
      path,
      objects.map((object) => ordered(patched.get(targetOf(object)) as Manifest)),
    ]),
  );
  const manifests = [...files].map(([path, objects]): [string, string] => [
    path,
    fileHeader(platform, path === sharedVolumesPath ? ['', ...sharedVolumesNotes] : []) + yamlDocuments(objects),
  ]);
  return sortFiles([...manifests, ...kustomizations(platform, files), changeScript(platform)]);
}
