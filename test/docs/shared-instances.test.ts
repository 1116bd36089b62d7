import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnvironment, physicalNames } from '@strata/environment';
import { account } from '../helpers/environment';
import { root } from '../helpers/root';

const page = readFileSync(join(root, 'docs/shared-instances.md'), 'utf8');

describe('the page on shared instances', () => {
  const [, yaml = ''] = /```yaml\n([^]*?)```/.exec(page) ?? [];
  const environment = parseEnvironment(yaml, 'environments/sales-dev.yaml', account());

  test('shows a file that holds', () => {
    expect(environment.instance).toMatchObject({ kind: 'shared', environment: 'risk-dev' });
    expect(environment.borrowedLayers.map(({ layer }) => layer)).toEqual(['ods', 'cdm']);
    expect(environment.layers).toEqual(['ads']);
  });

  test('names databases and user as they are called', () => {
    const names = physicalNames(environment, account());
    const called = [names.database('ods'), names.database('cdm'), names.database('ads'), names.sqlUser];
    for (const name of called) expect(page).toContain(`\`${name}\``);
  });
});
