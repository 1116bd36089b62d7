/** What the real provider changes in a plan after comparing argument by argument. */

import { UNKNOWN } from '@strata/terraform-plugin';

import type { Difference } from './difference';
import type { Field } from './field';

/** Pairs of arguments of which each is worked out anew when the other changes. */
const WORKED_OUT: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  alicloud_pvtz_zone_attachment: [
    ['vpc_ids', 'vpcs'],
    ['vpcs', 'vpc_ids'],
  ],
};

/** The differences, one per field, as the real provider leaves them. */
export function customized(
  type: string,
  fields: readonly Field[],
  exists: boolean,
  differences: readonly Difference[],
): readonly Difference[] {
  const pairs = exists ? (WORKED_OUT[type] ?? []) : [];
  const isChanged = (name: string): boolean =>
    fields.some((field, index) => field.name === name && differences[index]?.changed === true);
  return differences.map((difference, index) => {
    const anew = pairs.some(([from, to]) => fields[index]?.name === to && isChanged(from) && !isChanged(to));
    return anew ? { planned: UNKNOWN, changed: true, replace: [] } : difference;
  });
}
