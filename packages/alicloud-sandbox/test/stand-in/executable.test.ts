import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleStandIn } from './terraform';

const PACKAGE = join(__dirname, '..', '..');
const EXECUTABLE = join(PACKAGE, 'bin', 'terraform-provider-alicloud');

describe('the executable of the stand-in', () => {
  let folder = '';
  beforeAll(() => {
    bundleStandIn();
    folder = mkdtempSync(join(tmpdir(), 'strata-alone-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test('has the same bytes each time, and no path of this checkout', () => {
    const first = readFileSync(EXECUTABLE);
    // Written again only when it differs.
    bundleStandIn();
    expect(readFileSync(EXECUTABLE).equals(first)).toBe(true);
    expect(first.includes(join(PACKAGE, '..', '..'))).toBe(false);
  });

  test('fails when a person starts it; all of it is in the one file, by whose hash cdktf shares it between checkouts', () => {
    const alone = join(folder, 'terraform-provider-alicloud');
    copyFileSync(EXECUTABLE, alone);
    const { status, stderr } = spawnSync(alone, { cwd: folder, encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 1, stderr: expect.stringMatching(/^STR1501: /) as string });
  });
});
