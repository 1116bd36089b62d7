import type { LintRule } from '../rule';

export const keyFirst: LintRule = {
  id: 'key-first',
  demand: 'Key columns stand first, in the order of the key.',
  check({ statement }) {
    if (statement.kind !== 'create-table' || statement.key === undefined) return [];
    const names = statement.columns.map(({ name }) => name.toLowerCase());
    const wrong = statement.key.columns.findIndex((name, index) => names[index] !== name.toLowerCase());
    if (wrong === -1) return [];
    const name = statement.key.columns[wrong] ?? '';
    const offset = statement.columns[wrong]?.at.offset ?? statement.at.offset;
    return [
      { offset, message: `column ${wrong + 1} must be '${name}', as in the key: the server demands key columns first` },
    ];
  },
};
