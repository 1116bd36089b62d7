import { ACCOUNT_APIS } from './account-api';
import { ALIKAFKA_API } from './alikafka-api';
import type { Cloud } from './cloud';
import { ECS_API } from './ecs-api';
import { ApiError } from './errors';
import { isVerverica, ververicaApi } from './flink-api';
import { foasConsoleApi, isFoasConsole } from './foas-console-api';
import { genericApi } from './generic-api';
import type { ApiRequest } from './http';
import { answerCall, isCallOf } from './rpc';
import { RDS_API } from './rds-api';
import { isStarRocksPath, starRocksApi } from './starrocks-api';
import { VPC_API } from './vpc-api';

const RPC_APIS = [ALIKAFKA_API, RDS_API, VPC_API, ECS_API, ...ACCOUNT_APIS];

/**
 * Every API behind which the same cloud stands: Alibaba's, and the generic door.
 *
 * @throws ApiError 404 for a call that the sandbox does not have
 */
export async function cloudApi(cloud: Cloud, request: ApiRequest): Promise<unknown> {
  if (request.path.startsWith('/sandbox/')) return genericApi(cloud, request);
  if (isStarRocksPath(request.path)) return starRocksApi(cloud, request);
  if (isVerverica(request.path)) return ververicaApi(cloud, request);
  if (isFoasConsole(request)) return foasConsoleApi(cloud, request);
  const rpc = RPC_APIS.find((api) => isCallOf(api, request));
  if (rpc !== undefined) return answerCall(rpc, cloud, request);
  throw new ApiError(404, 'InvalidAction.NotFound', `The sandbox does not have ${request.method} ${request.path}.`);
}
