import { resourcesOf } from './policy';
import type { Policy } from './policy';

/**
 * @trap 0.1-7
 * @trap 0.1-8
 * @trap 2.6-7
 * @trap 2.6-8
 * @trap 2.6-9
 * @trap 2.6-10
 * @trap 2.6-11
 * @trap 2.6-12
 * @trap 2.6-13
 * @trap 2.6-14
 * @trap 2.6-15
 * @trap 2.6-16
 * @trap 2.6-17
 * @trap 2.6-18
 */
export const flinkJobsByStrata: Policy = {
  id: 'flink-jobs-by-strata',
  severity: 'error',
  rule: 'Flink jobs are made by `strata_flink_job`, because the official resources do not restart a changed job, delete it while it runs and keep its variables in clear text.',
  fix: 'Use `CdcJob`.',
  reference: 'alicloud provider: realtime_compute_deployment and realtime_compute_job',
  check: (stack) =>
    resourcesOf(stack, 'alicloud_realtime_compute_deployment', 'alicloud_realtime_compute_job').map(({ address }) => ({
      address,
      message: 'is a job of the official provider',
    })),
};
