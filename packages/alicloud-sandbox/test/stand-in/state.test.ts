import type { ValueObject } from '@strata/terraform-plugin';
import { UNKNOWN } from '@strata/terraform-plugin';

import { loadProviderData } from '../../src/stand-in/data';
import { createEngine } from '../../src/stand-in/engine';
import { appliedState, creationBody, importedState, readState, updateBody } from '../../src/stand-in/state';

const engine = createEngine(loadProviderData());
const VPC = 'alicloud_vpc';
const fields = engine.fields(VPC);
const empty = importedState(fields, 'vpc-1');

describe('what is sent', () => {
  test('at creation leaves out what is unset, empty or not known yet', () => {
    const planned: ValueObject = {
      ...empty,
      cidr_block: '10.0.0.0/8',
      description: null,
      vpc_name: UNKNOWN,
      user_cidrs: [],
    };
    expect(creationBody(fields, planned, 'cn-shanghai')).toEqual({
      region_id: 'cn-shanghai',
      cidr_block: '10.0.0.0/8',
    });
  });

  test('at a change has only what changes, with null for what is taken away', () => {
    const prior = { ...empty, description: 'old', cidr_block: '10.0.0.0/8', enable_ipv6: false };
    const planned: ValueObject = { ...prior, description: null, enable_ipv6: UNKNOWN };
    expect(updateBody(VPC, fields, prior, planned)).toEqual({ description: null });
  });

  test('at a change of a name has the other name of the argument too', () => {
    const prior = { ...empty, vpc_name: 'old', name: 'old' };
    expect(updateBody(VPC, fields, prior, { ...prior, vpc_name: 'new' })).toEqual({ vpc_name: 'new', name: 'new' });
  });
});

describe('what is stored', () => {
  test('takes from the answer only what was not known', () => {
    const planned: ValueObject = { ...empty, vpc_name: 'demo', status: UNKNOWN, description: null };
    const attributes = { vpc_name: 'demo', status: 'Available', description: 'from elsewhere' };
    expect(appliedState(VPC, fields, planned, { id: 'vpc-2', attributes })).toMatchObject({
      id: 'vpc-2',
      status: 'Available',
      description: null,
      name: 'demo',
    });
  });

  test('has an empty collection where the cloud has none, so that the next plan is empty', () => {
    const planned: ValueObject = { ...empty, user_cidrs: UNKNOWN };
    expect(appliedState(VPC, fields, planned, { id: 'vpc-1', attributes: {} })['user_cidrs']).toEqual([]);
  });

  test('after a refresh is what the cloud says, in the types of the schema', () => {
    const attributes = { enable_ipv6: 'true', tags: { a: 1 }, ipv4_cidr_mask: '16' };
    expect(readState(VPC, fields, empty, { id: 'vpc-1', attributes })).toMatchObject({
      enable_ipv6: true,
      tags: { a: '1' },
      ipv4_cidr_mask: null,
    });
  });
});
