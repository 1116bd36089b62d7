/** The strata provider: its resources, and what they need of their surroundings. */

import type { Provider } from '@strata/terraform-plugin';
import type { Surroundings } from './cloud/target';
import { adminResource } from './resources/admin';
import { flinkJobResource } from './resources/flink-job';
import { guardResource } from './resources/guard';
import { schemaResource } from './resources/schema';
import { starRocksInstanceResource } from './resources/starrocks-instance';
import type { LoadEngine } from './schema/engine';

/** Address under which Terraform knows the provider. */
export const SOURCE = 'registry.terraform.io/strata/strata';

export const VERSION = '0.1.0';

export function strataProvider(surroundings: Surroundings, loadEngine: LoadEngine): Provider {
  return {
    name: 'strata',
    version: VERSION,
    resources: {
      strata_flink_job: flinkJobResource(surroundings),
      strata_guard: guardResource(),
      strata_schema: schemaResource(surroundings, loadEngine),
      strata_starrocks_admin: adminResource(surroundings),
      strata_starrocks_instance: starRocksInstanceResource(surroundings),
    },
  };
}
