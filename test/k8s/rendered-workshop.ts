import { render } from '../../k8s/index';
import { type Data, find, readBack, templateOf } from './manifests';
import { workshop } from './workshop';

export const files = render(workshop);
export const objects = readBack(files);
export const get = (target: string) => find(objects, target);
export const podOf = (target: string) => {
  const template = templateOf(get(target));
  if (template === undefined) throw new Error(`${target} has no pods`);
  return template.spec;
};
export const main = (target: string) => podOf(target).containers[0] as Record<string, Data>;
export const envOf = (target: string) =>
  Object.fromEntries(main(target).env.map((each: { name: string }) => [each.name, each]));
export const placeOf = (target: string) => get(target).file;
