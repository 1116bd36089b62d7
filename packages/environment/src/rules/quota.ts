import { quotaOf } from '../resolve';
import { totalCu } from '../size';
import type { Checked } from './report';

/** Compute units at most, of the team or of the stage. */
export function checkQuota({ environment, account, report }: Checked): void {
  const { team, stage, instance } = environment;
  const quota = quotaOf(account, team, stage);
  const wanted = totalCu(environment);
  if (wanted <= quota.cu) return;
  const what = instance.kind === 'dedicated' ? ' with frontends and default_warehouse' : '';
  report(
    'STR1112',
    ['warehouses'],
    `needs ${wanted} compute units${what} when all of them run, the quota of ${quota.of} is ${quota.cu}. Use fewer or smaller nodes, or ask for more in strata.yaml.`,
  );
}
