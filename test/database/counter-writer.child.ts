/* Writes 1, 2, 3 … into a store, each in its own unit, and prints each number once it is stored. */
import { writeSync } from "node:fs";
import { migrate, openDatabase } from "../../src/database/index.js";
import { counterMigrations } from "./counter-migrations.js";

const [path = "", limit = "Infinity"] = process.argv.slice(2);
const database = await openDatabase({ path });
await migrate(database, counterMigrations);
for (let number = 1; number <= Number(limit); number++) {
  await database.write((connection) => connection.prepare("INSERT INTO counter (number) VALUES (?)").run(number));
  // Synchronous, so that a line is out before anything can end this process.
  writeSync(1, `${number}\n`);
}
await database.close();
