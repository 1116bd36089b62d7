import type { Checked } from './report';

/** What a catalog needs beside its kind. */
export function checkLake({ file, report }: Checked): void {
  file.lake?.forEach((lake, index) => {
    switch (lake.kind) {
      case 'hive':
      case 'dlf':
        return;
      case 'iceberg':
        if ((lake.metastore === undefined) === (lake.uri === undefined)) {
          report(
            'STR1130',
            ['lake', index],
            'needs either `metastore` or `uri`: a Hive metastore or a REST catalog keeps its tables.',
          );
        }
        if (lake.uri === undefined && lake.warehouse !== undefined) {
          report('STR1130', ['lake', index, 'warehouse'], 'belongs to a REST catalog. Add `uri`, or remove it.');
        }
        return;
      case 'paimon':
        if (lake.metastore === undefined && lake.warehouse === undefined) {
          report(
            'STR1130',
            ['lake', index],
            'needs `warehouse`, an OSS path, or `metastore`: that is where its tables are found.',
          );
        }
    }
  });
}
