// Loaded before a measured program (`node --require`): leaves what it used in the file that SLIPWAY_BENCH_USAGE names.
process.on('exit', () => {
  const file = process.env.SLIPWAY_BENCH_USAGE;
  if (file !== undefined) require('node:fs').writeFileSync(file, JSON.stringify(process.resourceUsage()));
});
