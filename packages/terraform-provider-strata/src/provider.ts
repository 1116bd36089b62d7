/** The strata provider: its resources, and what they need of their surroundings. */

import type { Provider } from '@strata/terraform-plugin';
import type { Surroundings } from './cloud/target';
import { adminResource } from './resources/admin';
import { flinkJobResource } from './resources/flink-job';
import { guardResource } from './resources/guard';
import { schemaResource } from './resources/schema';
import { defaultGroupResource } from './resources/starrocks-default-group';
import { elasticRuleResource } from './resources/starrocks-elastic-rule';
import { gatewayResource } from './resources/starrocks-gateway';
import { nodeCountResource } from './resources/starrocks-node-count';
import { parameterResource } from './resources/starrocks-parameter';
import { sharedInstanceResource } from './resources/starrocks-shared-instance';
import { versionResource } from './resources/starrocks-version';
import { whitelistResource } from './resources/starrocks-whitelist';
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
      strata_starrocks_default_group: defaultGroupResource(surroundings),
      strata_starrocks_elastic_rule: elasticRuleResource(surroundings),
      strata_starrocks_gateway: gatewayResource(surroundings),
      strata_starrocks_node_count: nodeCountResource(surroundings),
      strata_starrocks_parameter: parameterResource(surroundings),
      strata_starrocks_shared_instance: sharedInstanceResource(surroundings),
      strata_starrocks_version: versionResource(surroundings),
      strata_starrocks_whitelist: whitelistResource(surroundings),
    },
  };
}
