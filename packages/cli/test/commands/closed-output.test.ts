/** Commands whose output nobody reads to its end, as in `strata … | head -1`. */

import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

jest.setTimeout(60_000);

const STRATA = join(__dirname, '..', '..', 'bin', 'strata.js');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'strata-closed-'));
  mkdirSync(join(folder, 'sql', 'ods'), { recursive: true });
  for (let number = 0; number < 300; number += 1) {
    writeFileSync(join(folder, 'sql', 'ods', `Loan${number}.sql`), `CREATE TABLE Loan${number} (Id INT)\n`);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a command whose reader goes before it says anything, or behind its first words. */
async function unread(args: readonly string[], reads: 'nothing' | 'a little', stream: 'stdout' | 'stderr' = 'stdout') {
  const child = spawn(process.execPath, [STRATA, ...args], { cwd: folder });
  const rest = { stdout: child.stderr, stderr: child.stdout }[stream];
  let other = '';
  rest.setEncoding('utf8').on('data', (text: string) => (other += text));
  if (reads === 'nothing') child[stream].destroy();
  else child[stream].once('data', () => child[stream].destroy());
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, other };
}

describe.each(['nothing', 'a little'] as const)('when %s is read of its output', (reads) => {
  test('a command that finds nothing ends with 0', async () => {
    expect(await unread(['sql', 'lint', '--rules'], reads)).toEqual({ code: 0, other: '' });
  });

  test('a command with findings ends with 2, quietly', async () => {
    expect(await unread(['sql', 'lint'], reads)).toEqual({ code: 2, other: '' });
    expect(await unread(['sql', 'lint', '--json'], reads)).toEqual({ code: 2, other: '' });
  });

  test('a help ends with 0', async () => {
    expect(await unread(['--help'], reads)).toEqual({ code: 0, other: '' });
  });
});

test('fails with 1 as always when nobody reads why', async () => {
  expect(await unread(['sql', 'lineage', '--object', 'ods.none'], 'nothing', 'stderr')).toMatchObject({ code: 1 });
  expect(await unread(['sqll'], 'nothing', 'stderr')).toMatchObject({ code: 1 });
});
