const { default: Runtime } = require('jest-runtime');

/**
 * Packages that keep nothing between tests. Jest loads every module anew for every file, and aws-cdk-lib takes half a second:
 * each worker loads these once. Their objects are of another realm than a test's, so that \`toStrictEqual\` tells them apart.
 */
const shared = /^(aws-cdk-lib|constructs|cdk8s|cdk8s-plus-28|cdk-monitoring-constructs|yaml|zod)(\/|$)/;

module.exports = class extends Runtime {
  requireModuleOrMock(from, moduleName) {
    return shared.test(moduleName) ? require(moduleName) : super.requireModuleOrMock(from, moduleName);
  }
};
