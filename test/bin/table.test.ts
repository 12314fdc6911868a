import { table } from '../../bin/table';

describe('table', () => {
  it('puts columns below one another, without spaces at the ends', () => {
    expect(
      table([
        ['a', 'one', 'x'],
        ['long', '', 'y'],
        ['b', 'two', ''],
      ]),
    ).toEqual(['a     one  x', 'long       y', 'b     two']);
  });

  it('counts no colours', () => {
    expect(
      table([
        ['\u001b[31ma\u001b[39m', 'x'],
        ['bb', 'y'],
      ]),
    ).toEqual(['\u001b[31ma\u001b[39m   x', 'bb  y']);
  });
});
