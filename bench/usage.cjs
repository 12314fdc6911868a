// Loaded before a measured program (`node --require`): leaves its peak memory, in KiB, in the file that SLIPWAY_BENCH_USAGE names.
process.on('exit', () => {
  const file = process.env.SLIPWAY_BENCH_USAGE;
  if (file !== undefined) require('node:fs').writeFileSync(file, String(process.resourceUsage().maxRSS));
});
