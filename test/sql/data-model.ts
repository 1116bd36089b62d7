import { objectOf } from './declared-objects';
import type { DeclaredFile } from './declared-objects';
import { FILES, LAYERS, namesIn } from './declared-objects';

/** The tables of docs/data-model.md between `<!-- objects -->` and `<!-- end -->`, made from the files of `sql/`. */
export function objectTables(): string {
  return LAYERS.map((layer) => {
    const rows = FILES.filter((file) => file.layer === layer).map(rowOf);
    const head =
      layer === 'ods' ? ['Table', 'Source', 'Key', 'Content'] : ['Object', 'Kind', 'Fresh within', 'Reads', 'Content'];
    return [`### ${layer}`, '', line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
  }).join('\n\n');
}

function rowOf(file: DeclaredFile): readonly string[] {
  const object = objectOf(file);
  const name = `[\`${file.name}\`](../${file.path})`;
  const comment = object.comment ?? '';
  switch (object.kind) {
    case 'create-table':
      return [name, annotation(file, 'source'), (object.key?.columns ?? []).map(code).join(', '), comment];
    case 'create-view':
      return [name, 'view', 'as its sources', namesIn(object.query.text).map(code).join(', '), comment];
    case 'create-materialized-view':
      return [
        name,
        'materialized view',
        annotation(file, 'freshness'),
        namesIn(object.query.text).map(code).join(', '),
        comment,
      ];
  }
}

function annotation(file: DeclaredFile, key: string): string {
  return new RegExp(`^--@ ${key}: (.+)$`, 'm').exec(file.text)?.[1] ?? '';
}

function code(text: string): string {
  return `\`${text}\``;
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
