import { unsupported } from './errors';
import type { Expression } from './expression';
import { commonType, NULL, printType, type SrType } from './types';

/** Type that all values are brought to. */
export function unify(values: readonly Expression[], where: string): SrType {
  let type: SrType = NULL;
  for (const value of values) {
    const common = commonType(type, value.type);
    if (common === undefined)
      throw unsupported(
        `${where} of ${printType(type)} and ${printType(value.type)} (${value.text})`,
        'CAST the values to one type.',
      );
    type = common;
  }
  return type;
}
