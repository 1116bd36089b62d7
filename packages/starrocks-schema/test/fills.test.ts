import { fillStatements } from '../src';
import { kafkaPlaces } from '../src/swap/fills';

describe('where a routine load goes on', () => {
  test('is behind the last offset that it has read, per partition', () => {
    expect(kafkaPlaces('{"0":"41","1":"OFFSET_BEGINNING","12":7}')).toEqual({
      partitions: '0,1,12',
      offsets: '42,OFFSET_BEGINNING,8',
    });
    expect(kafkaPlaces('{"0":"9007199254740993"}')).toEqual({ partitions: '0', offsets: '9007199254740994' });
    expect(kafkaPlaces('{"0":"41","1":"OFFSET_END"}').offsets).toBe('42,OFFSET_END');
    expect(kafkaPlaces('{"0":"OFFSET_ZERO","1":"0"}').offsets).toBe('0,1');
  });

  test.each(['', 'null', '{}', '[1]', '{"0":"?"}', '{"0":"1","1":"?"}'])(
    'fails when the load does not say: %s',
    (progress) => {
      expect(() => kafkaPlaces(progress)).toThrow(/does not say how far it has read/);
    },
  );

  test('is written into its statement when its turn comes', async () => {
    const asked: string[] = [];
    const filled = await fillStatements(
      ['CREATE … ("kafka_partitions" = "{{partitions}}", "kafka_offsets" = "{{offsets}}")'],
      [{ kind: 'kafka-progress', sql: 'SELECT PROGRESS', column: 'PROGRESS', unread: 'CREATE …' }],
      (sql) => {
        asked.push(sql);
        return Promise.resolve([{ progress: '{"3":"7"}' }]);
      },
    );
    expect(asked).toEqual(['SELECT PROGRESS']);
    expect(filled).toEqual(['CREATE … ("kafka_partitions" = "3", "kafka_offsets" = "8")']);
  });

  test('is where it is declared to begin when it has read nothing', async () => {
    const filled = await fillStatements(
      ['CREATE … ("kafka_partitions" = "{{partitions}}", "kafka_offsets" = "{{offsets}}")'],
      [
        {
          kind: 'kafka-progress',
          sql: 'SELECT PROGRESS',
          column: 'PROGRESS',
          unread: 'CREATE … ("kafka_topic" = "t")',
        },
      ],
      () => Promise.resolve([{ progress: '{}' }]),
    );
    expect(filled).toEqual(['CREATE … ("kafka_topic" = "t")']);
  });
});
