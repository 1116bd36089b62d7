import { z } from 'zod';
import { cidr, dictionary, flag, mapping, text } from '../fields';
import { zone } from './words';

const created = mapping(
  {
    cidr: cidr.describe('Private range of the VPC that is created; each zone gets a sixteenth of it.'),
    outbound: flag()
      .describe('Whether servers reach the internet, through one public address; nobody reaches them.')
      .meta({ 'x-default': 'off' })
      .optional(),
    domain: text(
      /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$/,
      'a domain of two or more labels in lower case',
      'Write for example risk-prod.strata.',
    )
      .describe('Domain of names that only the VPC knows: starrocks.<domain> stays when the instance changes.')
      .meta({ 'x-default': 'none' })
      .optional(),
  },
  'the network',
);
const existing = mapping(
  {
    vpcId: text(/^vpc-[a-z0-9]+$/, 'the id of a VPC, vpc-…', 'Copy it from the console.').describe(
      'The VPC that is used.',
    ),
    cidr: cidr.describe('Private range of the VPC.'),
    vswitches: dictionary(
      zone,
      text(/^vsw-[a-z0-9]+$/, 'the id of a vSwitch, vsw-…', 'Copy it from the console.'),
      'the vSwitches',
    ).describe('Zone -> id of its vSwitch.'),
    securityGroupId: text(/^sg-[a-z0-9]+$/, 'the id of a security group, sg-…', 'Copy it from the console.').describe(
      'Security group of the servers.',
    ),
  },
  'the network',
);

export const networkSchema = z.union([created, existing], {
  error: () =>
    'must be `cidr` of a network to create, or `vpcId`, `cidr`, `vswitches` and `securityGroupId` of an existing one.',
});
