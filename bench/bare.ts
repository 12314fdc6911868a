import { join } from 'node:path';
import { synthesiseAws } from './bare/aws';
import { writeCompose } from './bare/compose';
import { writeKubernetes } from './bare/kubernetes';
import { writeWorkflows } from './bare/workflows';
import { shapes } from './generate';

// What a team would write by hand for the generated platform, with the same tools and the same resources: no model, no
// checks, no second application. `node bare.js <services> <folder> <folder of the provisioner>`

const [, , services = '10', out = 'bare', handlers = 'provision/handlers/dist'] = process.argv;
const all = shapes(Number(services));
synthesiseAws(all, join(out, 'prod/cdk'), handlers);
writeKubernetes(all, join(out, 'edge/k8s'));
writeCompose(all, join(out, 'local/compose'));
writeWorkflows(all, join(out, 'ci/.github/workflows'));
