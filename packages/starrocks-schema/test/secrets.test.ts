import { nativePasswordHash, secretReferences, substituteSecrets } from '../src/secrets';

const VALUES = new Map([
  ['kms:app', "it's \\ secret"],
  ['env:KEY', 'key'],
]);

describe('secrets in statements', () => {
  test('are found as whole literals only', () => {
    const sql = `CREATE USER app IDENTIFIED BY 'secret:kms:app' -- 'secret:env:NO'
      PROPERTIES ("a" = "secret:env:KEY", "b" = "no secret:env:NO", \`secret:env:NO\` = 'secret:env:KEY')`;
    expect(secretReferences(sql)).toEqual(['kms:app', 'env:KEY']);
  });

  test('become a hash where they are passwords of users', () => {
    const hash = nativePasswordHash("it's \\ secret");
    expect(substituteSecrets("CREATE USER app IDENTIFIED BY 'secret:kms:app' DEFAULT ROLE r", VALUES)).toBe(
      `CREATE USER app IDENTIFIED BY PASSWORD '${hash}' DEFAULT ROLE r`,
    );
    expect(substituteSecrets("ALTER USER app IDENTIFIED WITH mysql_native_password BY 'secret:kms:app'", VALUES)).toBe(
      `ALTER USER app IDENTIFIED WITH mysql_native_password AS '${hash}'`,
    );
  });

  test('become literals elsewhere, whatever they hold', () => {
    expect(substituteSecrets('ALTER CATALOG c SET ("p" = "secret:kms:app", "k" = \'secret:env:KEY\')', VALUES)).toBe(
      String.raw`ALTER CATALOG c SET ("p" = 'it\'s \\ secret', "k" = 'key')`,
    );
  });

  test('are hashed as MySQL does', () => {
    expect(nativePasswordHash('password')).toBe('*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19');
  });

  test('fails by the name of a secret without a value', () => {
    expect(() => substituteSecrets("CREATE USER a IDENTIFIED BY 'secret:env:GONE'", VALUES)).toThrow(
      /env:GONE has no value/,
    );
  });
});
