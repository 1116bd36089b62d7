/** Databases of an RDS instance. */

import { DATABASE, DB_INSTANCE } from './cloud';
import { givenIn, toApi } from './fields';
import { required } from './http';
import { DATABASE_FIELDS } from './rds-fields';
import type { Operation } from './rpc';

export const DATABASE_OPERATIONS: Readonly<Record<string, Operation>> = {
  CreateDatabase: async (cloud, request) => {
    const attributes = { instance_id: required(request, 'DBInstanceId'), ...givenIn(DATABASE_FIELDS, request) };
    await cloud.createFor(request, DATABASE, attributes);
    return {};
  },
  DescribeDatabases: (cloud, request) => {
    const instance = required(request, 'DBInstanceId');
    cloud.get(DB_INSTANCE, instance);
    const name = request.parameters.get('DBName');
    const found = cloud
      .list(DATABASE)
      .map(({ attributes }) => ({
        ...attributes,
        data_base_name: attributes['data_base_name'] ?? attributes['name'],
      }))
      .filter((one) => 'instance_id' in one && one['instance_id'] === instance)
      .filter((one) => name === undefined || one.data_base_name === name)
      .map((one) => ({ ...toApi(DATABASE_FIELDS, one), DBInstanceId: instance, DBStatus: 'Running' }));
    return { Databases: { Database: found } };
  },
  ModifyDBDescription: (cloud, request) => {
    const id = `${required(request, 'DBInstanceId')}:${required(request, 'DBName')}`;
    cloud.update(DATABASE, id, { description: request.parameters.get('DBDescription') ?? '' });
    return {};
  },
  DeleteDatabase: async (cloud, request) => {
    await cloud.remove(DATABASE, `${required(request, 'DBInstanceId')}:${required(request, 'DBName')}`);
    return {};
  },
};
