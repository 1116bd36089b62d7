import { z } from 'zod';
import { environmentFileSchema } from './schema/environment-file';

/** The JSON Schema of files in `environments/`, for editors; it knows shapes, `parseEnvironment` knows the rules between fields too. */
export function environmentJsonSchema(): unknown {
  return {
    ...z.toJSONSchema(environmentFileSchema, { io: 'input', target: 'draft-7' }),
    title: 'Strata environment',
  };
}
