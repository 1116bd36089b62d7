/** What callers ask of their account before anything else: who they are, where the APIs are, what the account can buy. */

import { ApiError } from './errors';
import { required } from './http';
import type { Operation, RpcApi } from './rpc';

/** The account of the sandbox. */
const ACCOUNT = '1000000000000000';

const REGIONS = ['cn-hangzhou', 'cn-shanghai', 'cn-beijing', 'cn-shenzhen', 'ap-southeast-1'] as const;

const STS_API: RpcApi = {
  product: 'sts',
  version: '2015-04-01',
  operations: {
    GetCallerIdentity: () => ({
      AccountId: ACCOUNT,
      Arn: `acs:ram::${ACCOUNT}:root`,
      IdentityType: 'Account',
      PrincipalId: ACCOUNT,
      UserId: ACCOUNT,
    }),
  },
};

const LOCATION_API: RpcApi = {
  product: 'location',
  version: '2015-06-12',
  operations: {
    // All products answer where this call was answered.
    DescribeEndpoints: (_cloud, request) => {
      const { host } = request.headers;
      if (host === undefined) throw new ApiError(400, 'MissingHost', 'The header Host is mandatory.');
      const own = { Endpoint: host, Id: required(request, 'Id'), ServiceCode: required(request, 'ServiceCode') };
      const endpoint = { ...own, SerivceCode: own.ServiceCode, Namespace: '', Type: request.parameters.get('Type') };
      return { Success: true, Endpoints: { Endpoint: [{ ...endpoint, Protocols: { Protocols: ['HTTP'] } }] } };
    },
  },
};

const BILLING_API: RpcApi = {
  product: 'bssopenapi',
  version: '2017-12-14',
  operations: {
    QueryAvailableInstances: () => ({
      Success: true,
      Code: 'Success',
      Data: { PageNum: 1, PageSize: 20, TotalCount: 0, InstanceList: [] },
    }),
  },
};

export const ACCOUNT_APIS: readonly RpcApi[] = [STS_API, LOCATION_API, BILLING_API];

/** `DescribeRegions` of ECS, by which a region is known to exist. */
export const describeRegions: Operation = (_cloud, request) => ({
  Regions: {
    Region: REGIONS.map((RegionId) => ({
      RegionId,
      LocalName: RegionId,
      RegionEndpoint: request.headers.host,
      Status: 'available',
    })),
  },
});
