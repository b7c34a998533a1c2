// jsonld.mjs FILE: expands the JSON-LD of a site's pages with a JSON-LD processor.
//
// FILE has one JSON object a line, {page, text}; every fault is printed as {page, fault}.
// No document is fetched: schema.org's context is stood in for by its vocabulary, and any
// other context is a fault.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const place = process.env.KEPU_VALIDATORS ?? path.join(here, '../../target/validators');
const jsonld = createRequire(path.join(path.resolve(place), 'package.json'))('jsonld');

const SCHEMA = 'https://schema.org/';
const documentLoader = async (url) => {
  if (!/^https?:\/\/schema\.org\/?(docs\/jsonldcontext\.jsonld)?$/.test(url)) {
    throw new Error(`the context ${url} is not schema.org's`);
  }
  return { contextUrl: null, documentUrl: url, document: { '@context': { '@vocab': SCHEMA } } };
};

const DATE = /^\d{4}-\d\d-\d\d$/;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d)$/;
const DATES = new Set(['startDate', 'endDate', 'previousStartDate', 'datePublished', 'dateModified', 'validFrom']);
const STATUSES = new Set(['Cancelled', 'MovedOnline', 'Postponed', 'Rescheduled', 'Scheduled'].map((word) => `Event${word}`));
const WHOLE = new Set(['url', 'contentUrl', 'image', 'logo', 'sameAs', 'mainEntityOfPage']);

for (const line of readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean)) {
  const { page, text } = JSON.parse(line);
  try {
    // Safe mode refuses whatever expansion would drop in silence.
    const nodes = await jsonld.expand(JSON.parse(text), { documentLoader, safe: true });
    if (nodes.length === 0) tell(page, 'nothing is left after expansion');
    for (const node of nodes) check(page, node);
  } catch (error) {
    const { event, cause } = error?.details ?? {};
    tell(page, event ? `${event.code}: ${JSON.stringify(event.details)}` : String(cause?.message ?? error?.message ?? error));
  }
}

function check(page, node) {
  if (!node['@type'] && !node['@id']) tell(page, `a node has neither @type nor @id: ${JSON.stringify(node).slice(0, 120)}`);
  for (const [term, values] of Object.entries(node)) {
    if (term.startsWith('@')) continue;
    const name = term.replace(SCHEMA, '');
    for (const value of values) {
      const plain = value['@value'] ?? value['@id'];
      if (DATES.has(name) && !DATE.test(plain) && !MOMENT.test(plain)) tell(page, `${name} is no date with an offset: ${plain}`);
      if (name === 'eventStatus' && !STATUSES.has(String(plain).replace(/^https?:\/\/schema\.org\//, ''))) tell(page, `eventStatus is unknown: ${plain}`);
      if (WHOLE.has(name) && typeof plain === 'string' && !/^https?:\/\//.test(plain)) tell(page, `${name} is no whole address: ${plain}`);
      if (typeof plain === 'string' && plain === '') tell(page, `${name} is empty`);
      for (const child of value['@list'] ?? [value]) {
        if (typeof child === 'object' && !('@value' in child) && !('@list' in child)) check(page, child);
      }
    }
  }
}

function tell(page, fault) {
  console.log(JSON.stringify({ page, fault }));
}
