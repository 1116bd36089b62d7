import type { ApplyProgress } from '@strata/starrocks-schema';
import { progressOn } from '../../src/commands/sql/progress';

/** What is written while another run holds the lock for some seconds, looked at every two. */
function waitingFor(seconds: number, stream: { readonly isTTY: boolean; readonly columns?: number }): string {
  let written = '';
  const write = (text: string): boolean => (written += text) !== '';
  const display = progressOn({ ...stream, write } as unknown as NodeJS.WriteStream, 1);
  for (let left = seconds; left > 0; left -= 2) {
    const progress: ApplyProgress = { kind: 'locked', holder: 'berta@desk', leftMs: left * 1000 };
    display.report(progress);
  }
  display.end();
  return written;
}

describe('the progress of an apply that waits for the lock', () => {
  test('is a line every half minute in a log', () => {
    expect(waitingFor(70, { isTTY: false })).toBe(
      'waiting for berta@desk; 70 s left\nwaiting for berta@desk; 40 s left\nwaiting for berta@desk; 10 s left\n',
    );
  });

  test('is one line on a terminal, which counts down and goes', () => {
    expect(waitingFor(4, { isTTY: true, columns: 80 })).toBe(
      'waiting for berta@desk; 4 s left\n\u001B[1A\u001B[0Jwaiting for berta@desk; 2 s left\n\u001B[1A\u001B[0J',
    );
  });
});
