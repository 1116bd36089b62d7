import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSandboxStates } from '../../stacks/sandbox-states';

describe('the states of a sandbox', () => {
  let checkout: string;
  beforeEach(() => (checkout = mkdtempSync(join(tmpdir(), 'strata-states-'))));
  afterEach(() => rmSync(checkout, { recursive: true }));

  test('are none without a sandbox', () => {
    expect(readSandboxStates(checkout)).toEqual(new Map());
  });

  test('are counted by what they manage, without data sources and copies', () => {
    const folder = join(checkout, '.strata', 'state');
    mkdirSync(folder, { recursive: true });
    const put = (name: string, resources: unknown): void =>
      writeFileSync(join(folder, name), JSON.stringify({ resources }));
    put('demo-streams.tfstate', [
      { mode: 'managed', instances: [{}, {}] },
      { mode: 'data', instances: [{}] },
    ]);
    put('demo-streams.tfstate.backup', [{ mode: 'managed', instances: [{}] }]);
    put('demo-network.tfstate', []);
    writeFileSync(join(folder, 'demo-warehouse.tfstate'), '');
    expect(readSandboxStates(checkout)).toEqual(
      new Map([
        ['demo-network', 0],
        ['demo-streams', 2],
        ['demo-warehouse', 0],
      ]),
    );
  });
});
