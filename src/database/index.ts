export type { Bindable, Connection, Database, Migration, Row, Statement } from "./database.js";
export { migrate } from "./migrate.js";
export { type OpenOptions, openDatabase } from "./open-database.js";
