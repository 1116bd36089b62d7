import { monthlyPrice } from '../prices/monthly-price';
import { quotaOf } from '../resolve';
import type { Checked } from './report';

/** What the environment costs by the price book stays within what it may cost; what has no price is not counted. */
export function checkBudget({ file, environment, account, report }: Checked): void {
  const { team, stage, budget } = environment;
  const { cny, lines } = monthlyPrice(environment, account);
  if (budget !== undefined && cny > budget) {
    const most = [...lines].sort((a, b) => b.cny - a.cny)[0];
    report(
      'STR1127',
      ['budget'],
      `is ${budget} CNY a month, the environment costs ${Math.ceil(cny)} by the price book${most === undefined ? '' : `, most of it ${most.what} (${Math.round(most.cny)})`}. Make it smaller or give it more; npx strata env show ${environment.id} has every line.`,
    );
  }
  const limit = quotaOf(account, team, stage).budget;
  if (file.budget !== undefined && limit !== undefined && file.budget > limit) {
    report(
      'STR1127',
      ['budget'],
      `must be at most ${limit} CNY a month, the quota of ${team} in ${stage} in strata.yaml, got ${file.budget}.`,
    );
  }
}
