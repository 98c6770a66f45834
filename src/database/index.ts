export type { Bindable, Connection, Database, Migration, Row, Statement } from "./database.js";
