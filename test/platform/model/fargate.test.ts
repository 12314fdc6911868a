import { assert, integer, property } from 'fast-check';
import { cpuUnits, fargateSize } from '../../../platform/index';

describe('the size of a Fargate task', () => {
  it.each([
    [250, 512, 256, 512],
    [250, 513, 256, 1024],
    [250, 2049, 512, 3072],
    [251, 512, 512, 1024],
    [1000, 2048, 1024, 2048],
    [4000, 31_000, 8192, 32_768],
    [16_000, 122_880, 16_384, 122_880],
  ])('for %dm and %d MiB is %d units and %d MiB', (cpu, memory, units, mebibytes) => {
    expect(fargateSize(cpu, memory)).toEqual({ cpu: units, memory: mebibytes });
  });

  it.each([
    [16_001, 512],
    [250, 122_881],
  ])('refuses %dm and %d MiB', (cpu, memory) => {
    expect(fargateSize(cpu, memory)).toBeUndefined();
  });

  it('never holds less than was asked', () => {
    assert(
      property(integer({ min: 1, max: 17_000 }), integer({ min: 1, max: 130_000 }), (cpu, memory) => {
        const size = fargateSize(cpu, memory);
        return size === undefined
          ? cpu > 16_000 || memory > 122_880
          : size.cpu >= cpuUnits(cpu) && size.memory >= memory;
      }),
    );
  });
});
