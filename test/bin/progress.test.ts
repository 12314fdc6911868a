import { progress } from '../../bin/progress';

function sink(isTTY: boolean) {
  const written: string[] = [];
  return { written, isTTY, columns: 24, write: (text: string) => written.push(text) };
}

describe('progress', () => {
  it('is one line that changes on a terminal, cut at its width, and goes away', () => {
    const out = sink(true);
    const line = progress(out, false);
    line.step('rendering a-long-environment/cdk', 1, 3);
    line.clear();
    line.clear();
    expect(out.written).toEqual(['\r\u001b[K⠙ rendering a-long-envi', '\r\u001b[K']);
  });

  it('takes a terminal of no width for one of 80', () => {
    const written: string[] = [];
    progress({ isTTY: true, columns: 0, write: (text) => written.push(text) }, false).step('rendering dev/cdk', 1, 2);
    expect(written.join('')).toMatch(/rendering dev\/cdk \(1 of 2\)$/);
  });

  it('is a line for each step elsewhere', () => {
    const out = sink(false);
    const line = progress(out, false);
    line.step('rendering dev/cdk', 1, 2);
    line.clear();
    expect(out.written).toEqual(['rendering dev/cdk\n']);
  });

  it('is nothing when quiet', () => {
    const out = sink(true);
    const line = progress(out, true);
    line.step('rendering dev/cdk', 1, 2);
    line.clear();
    expect(out.written).toEqual([]);
  });
});
