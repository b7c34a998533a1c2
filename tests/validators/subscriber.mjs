// Reads the calendars that subscriber.py has kept, in order, as a client with ical.js does: what it would take.
//
//   node tests/validators/subscriber.mjs FOLDER

import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [folder] = process.argv.slice(2);
const tools = process.env.KEPU_VALIDATORS ?? new URL("../../target/validators/", import.meta.url).pathname;
const ICAL = createRequire(join(tools, "package.json"))("ical.js");
const library = ICAL.default ?? ICAL;

let known, builds = 0, faults = 0, before = "";
for (let number = 1; existsSync(join(folder, `${number}.ics`)); number += 1) {
  builds += 1;
  const calendar = new library.Component(library.parse(readFileSync(join(folder, `${number}.ics`), "utf8")));
  const event = new library.Event(calendar.getFirstSubcomponent("vevent"));
  const stamp = event.component.getFirstPropertyValue("dtstamp");
  const says = `${event.startDate} ${event.component.getFirstPropertyValue("status")} ${event.description}`;
  const taken = !known || event.sequence > known.sequence || (event.sequence === known.sequence && stamp.compare(known.stamp) > 0);
  if (taken !== (says !== before)) {
    faults += 1;
    console.log(`  build ${number}: ${taken ? "an unchanged event is taken again" : "the change is missed"}`);
  }
  if (taken) known = { sequence: event.sequence, stamp };
  before = says;
}
console.log(`subscriber (ical.js): ${builds} builds, ${faults} faults`);
process.exit(builds && !faults ? 0 : 1);
