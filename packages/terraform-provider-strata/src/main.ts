/** The executable that Terraform starts. */

import { serve } from '@strata/terraform-plugin';
import { work } from './lazy';
import { strataProvider } from './provider';

const surroundings = { workingDirectory: process.cwd(), environment: process.env };

void serve(strataProvider(surroundings, () => Promise.resolve(work().starRocksEngine)));
