import { absentCases } from './absent';
import { acceptCases } from './accept';
import { alikeCases } from './alike';
import { composeCases } from './compose';
import { databaseCases } from './databases';
import { defaultsCases } from './defaults';
import type { Case } from './describe';
import { egressCases } from './egress';
import { fileGroupCases } from './file-groups';
import { fileCases } from './files';
import { hostPortCases } from './host-ports';
import { hostCases } from './hosts';
import { kubernetesCases } from './kubernetes';
import { meshCases } from './meshes';
import { publicAddressCases } from './public-address';
import { resolutionCases } from './resolution';
import { imageCases } from './rules-image';
import { namingCases } from './rules-naming';
import { networkCases } from './rules-network';
import { storeCases } from './rules-stores';
import { workloadCases } from './rules-workload';
import { secretFileCases } from './secret-files';
import { serverCases } from './servers';
import { shapeCases } from './shapes';
import { telemetryCases } from './telemetry';

/** Every wrong description. */
export const cases: readonly Case[] = [
  ...fileCases,
  ...shapeCases,
  ...resolutionCases,
  ...namingCases,
  ...networkCases,
  ...workloadCases,
  ...imageCases,
  ...storeCases,
  ...acceptCases,
  ...absentCases,
  ...hostCases,
  ...telemetryCases,
  ...defaultsCases,
  ...kubernetesCases,
  ...meshCases,
  ...serverCases,
  ...egressCases,
  ...composeCases,
  ...hostPortCases,
  ...publicAddressCases,
  ...databaseCases,
  ...fileGroupCases,
  ...secretFileCases,
  ...alikeCases,
];
