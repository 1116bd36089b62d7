import fc from 'fast-check';

import type { DataType, SimpleTypeName } from '../src/ast';
import { parseDataType, parseStatement } from '../src/parser/parse';
import { printStatement } from '../src/print';
import { printIdentifier, printString } from '../src/print/names';
import { printDataType } from '../src/print/types';
import { withoutPositions } from './helpers/tree';

const name = fc.oneof(
  fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }),
  fc.constantFrom('select', 'Order', '1t', 'a`b', 'таблица', '表', 't;drop', 'a.b', '$$', 'comment', '--x', '/*'),
);

const SIMPLE: readonly SimpleTypeName[] = [
  ...(['BOOLEAN', 'TINYINT', 'SMALLINT', 'INT', 'BIGINT', 'LARGEINT', 'FLOAT', 'DOUBLE', 'DATE', 'DATETIME'] as const),
  ...(['TIME', 'STRING', 'JSON', 'VARIANT', 'HLL', 'BITMAP', 'PERCENTILE'] as const),
];

const keyType: fc.Arbitrary<DataType> = fc.oneof(
  fc
    .constantFrom<SimpleTypeName>('INT', 'BIGINT', 'DATE', 'STRING')
    .map((each) => ({ kind: 'simple', name: each }) as const),
  fc.nat({ max: 65_533 }).map((length) => ({ kind: 'string', name: 'VARCHAR', length }) as const),
);

const { type } = fc.letrec<{ type: DataType }>((tie) => ({
  type: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(...SIMPLE).map((each) => ({ kind: 'simple', name: each }) as const),
    fc.constantFrom<DataType>(
      { kind: 'string', name: 'CHAR' },
      { kind: 'string', name: 'VARCHAR', length: '*' },
      { kind: 'string', name: 'VARBINARY', length: 16 },
      { kind: 'decimal', name: 'DECIMAL' },
      { kind: 'decimal', name: 'DECIMAL128', precision: 38 },
      { kind: 'decimal', name: 'DECIMAL', precision: 18, scale: 2 },
    ),
    tie('type').map((element) => ({ kind: 'array', element }) as const),
    fc.tuple(keyType, tie('type')).map(([key, value]) => ({ kind: 'map', key, value }) as const),
    fc
      .array(fc.record({ name, type: tie('type'), comment: fc.string() }, { requiredKeys: ['name', 'type'] }), {
        minLength: 1,
        maxLength: 4,
      })
      .map((fields) => ({ kind: 'struct', fields }) as const),
  ),
}));

describe('for any value', () => {
  test('a name comes back as it was', () => {
    fc.assert(
      fc.property(name, name, (database, table) => {
        const statement = parseStatement(`DROP TABLE ${printIdentifier(database)}.${printIdentifier(table)}`);
        expect(statement).toMatchObject({ name: { parts: [database, table] } });
      }),
    );
  });

  test('a string comes back as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (comment) => {
        const statement = parseStatement(`ALTER TABLE t COMMENT = ${printString(comment)}`);
        expect(statement).toMatchObject({ clauses: [{ kind: 'comment', comment }] });
      }),
    );
  });

  test('backslashes, quotes and wildcards come back as they were', () => {
    const nasty = fc.array(fc.constantFrom('\\', '"', "'", '%', '_', '\n', '\0', '\x1a', 'n', '`', '$'), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(nasty, (parts) => {
        const comment = parts.join('');
        expect(parseStatement(`ALTER TABLE t COMMENT = ${printString(comment)}`)).toMatchObject({
          clauses: [{ comment }],
        });
      }),
      { numRuns: 2000 },
    );
  });

  test('a type comes back as it was', () => {
    fc.assert(
      fc.property(type, (each) => {
        expect(parseDataType(printDataType(each))).toEqual(each);
      }),
    );
  });

  test('a user, a role and a password come back as they were', () => {
    const text = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' });
    fc.assert(
      fc.property(text, text, text, text, (user, host, password, role) => {
        const at = { offset: 0, line: 1, column: 1 };
        const identity = { user, host, domain: false };
        const authentication = { kind: 'password', password } as const;
        const head = { kind: 'create-user', user: identity, ifNotExists: false } as const;
        const statement = { ...head, authentication, defaultRoles: [role], properties: [], at };
        expect(withoutPositions(parseStatement(printStatement(statement)))).toEqual(withoutPositions(statement));
      }),
    );
  });

  test('parsing ends with a statement or a syntax error, never otherwise', () => {
    const piece = fc.constantFrom(
      ...[
        'create',
        'table',
        'view',
        'as',
        'select',
        'from',
        't',
        '(',
        ')',
        ',',
        'a',
        'int',
        'primary',
        'key',
        'partition',
      ],
      ...[
        'by',
        'range',
        'values',
        'less',
        'than',
        '"x"',
        '1',
        '.',
        'properties',
        '=',
        'alter',
        'add',
        'column',
        'grant',
        'on',
        'to',
      ],
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        try {
          parseStatement(pieces.join(' '));
        } catch (error) {
          expect(error).toMatchObject({ code: 'STR1301' });
        }
      }),
      { numRuns: 3000 },
    );
  });
});
