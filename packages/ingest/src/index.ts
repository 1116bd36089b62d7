export { IngestError } from './errors';
export type { IngestProblem } from './errors';
export { generateFlinkJob } from './job';
export type {
  FlinkJob,
  FlinkJobOptions,
  IngestTable,
  KafkaConnection,
  MysqlConnection,
  StarRocksConnection,
} from './job';
export { parseSource } from './source';
export type { IngestSource } from './source';
export { flinkType } from './types';
