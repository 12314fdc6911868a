const { dirname } = require('node:path');
const { default: Runtime } = require('jest-runtime');

/**
 * Packages that keep nothing between tests. Jest loads every module anew for every file, and aws-cdk-lib takes half a second:
 * each worker loads these once. Their objects are of another realm than a test's, so that \`toStrictEqual\` tells them apart.
 */
const shared = /^(aws-cdk-lib|constructs|cdk8s|cdk8s-plus-28|cdk-monitoring-constructs|yaml|zod)(\/|$)/;

// graceful-fs keeps the folder of the process, and replaces `chdir` to forget it. A test has a copy of `process`: where the copy of
// graceful-fs in aws-cdk-lib came later than that, `chdir` of a test would leave `path.resolve` where it was.
require(require.resolve('graceful-fs', { paths: [dirname(require.resolve('aws-cdk-lib/package.json'))] }));

module.exports = class extends Runtime {
  requireModuleOrMock(from, moduleName) {
    return shared.test(moduleName) ? require(moduleName) : super.requireModuleOrMock(from, moduleName);
  }
};
