const { spawnSync } = require('node:child_process');

/** Exit code 4 is a prerequisite that is missing, as in the command line. Jest itself knows 0 and 1 only. */
module.exports = () => {
  if (spawnSync('go', ['version']).error === undefined) return;
  console.error('test:go: Go is missing, whose code this checks: https://go.dev/doc/install');
  process.exit(4);
};
