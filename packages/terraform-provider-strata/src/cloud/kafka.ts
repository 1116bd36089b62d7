/** ApsaraMQ for Kafka (API 2019-09-16): where the brokers of a cluster answer inside the VPC. */

import { z } from 'zod';
import { ProviderError } from '../errors';
import type { CallApi } from './open-api';
import type { Target } from './target';

const RUNNING = 5;

const clustersSchema = z.object({
  InstanceList: z
    .object({
      InstanceVO: z
        .array(
          z.object({
            InstanceId: z.string(),
            Name: z.string().nullish(),
            ServiceStatus: z.number().nullish(),
            DomainEndpoint: z.string().nullish(),
            EndPoint: z.string().nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
});

/**
 * Finds the brokers of a running cluster by its name: `host:9092,…`, the endpoint of the VPC that takes no login. The
 * other one inside the VPC, port 9094, is open only in clusters with access control.
 *
 * @returns undefined when there is none
 * @throws ProviderError STR1614 when several clusters have the name
 */
export async function findBrokers(call: CallApi, target: Target, name: string): Promise<string | undefined> {
  const answer = await call({
    product: 'alikafka',
    version: '2019-09-16',
    action: 'GetInstanceList',
    style: 'RPC',
    method: 'POST',
    query: { RegionId: target.region },
  });
  const all = clustersSchema.parse(answer).InstanceList?.InstanceVO ?? [];
  const found = all.filter((one) => one.Name === name && one.ServiceStatus === RUNNING);
  if (found.length > 1) {
    const ids = found.map((one) => one.InstanceId).join(', ');
    throw new ProviderError(
      'STR1614',
      `Several Kafka clusters in ${target.region} are named ${name}: ${ids}. Rename all but one of them.`,
    );
  }
  return found[0]?.DomainEndpoint || found[0]?.EndPoint || undefined;
}
