// sarif.mjs FILE …: holds what `kepu check --format sarif` prints against the published JSON Schema of
// SARIF 2.1.0, as Microsoft's package for tests brings it. Every fault is printed; leaves with 1 on any.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const place = path.resolve(process.env.KEPU_VALIDATORS ?? path.join(here, '../../target/validators'));
const beside = createRequire(path.join(place, 'package.json'));
const package_ = path.dirname(beside.resolve('@microsoft/jest-sarif/package.json'));
const Ajv = createRequire(path.join(package_, 'package.json'))('ajv');

// The schema is of draft 7 and uses formats (uri, uri-reference), which ajv knows.
const schema = JSON.parse(readFileSync(path.join(package_, 'lib/schemas/sarif-2.1.0-rtm.5.json'), 'utf8'));
const validate = new Ajv({ allErrors: true, schemaId: 'auto', meta: true }).compile({ ...schema, $schema: undefined });

let faults = 0;
for (const file of process.argv.slice(2)) {
  const log = JSON.parse(readFileSync(file, 'utf8'));
  const told = validate(log) ? [] : validate.errors;
  const results = log.runs.reduce((sum, run) => sum + run.results.length, 0);
  console.log(`${file}: ${results} results, ${told.length} faults`);
  for (const fault of told) console.log(`  ${fault.dataPath} ${fault.message}`);
  faults += told.length + (results === 0 ? 1 : 0);
}
process.exit(faults > 0 || process.argv.length < 3 ? 1 : 0);
