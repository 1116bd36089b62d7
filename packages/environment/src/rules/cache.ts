import { warehouseDisks } from '../cache/warehouse-disks';
import type { Checked } from './report';

/** What must be hot fits on the disks of the warehouse, and is worth them. */
export function checkCaches({ environment, report }: Checked): void {
  environment.warehouses.forEach((warehouse, index) => {
    const disks = warehouseDisks(warehouse);
    if (typeof disks === 'string') report('STR1132', ['warehouses', index, 'cache'], disks);
  });
}
