import type { RecordedProvenance } from "../../sweep/index.js";
import type { Field } from "./fields.js";
import { bytes } from "./numbers.js";
import { plain, plural } from "./text.js";

/** Enough of a hash to tell two apart; all of it is in the JSON. */
const HASH_DIGITS = 12;
const FILES_SHOWN = 8;

/** Where results come from, as fields of a summary; what is not known is left out. */
export function provenanceFields({ git, script, interpreter, data, user, host }: RecordedProvenance): readonly Field[] {
  return [
    ["Git", git === null ? [] : gitLines(git)],
    ["Script", script === null ? [] : [`${plain(script.path)}  ${hash(script.sha256)}`]],
    ["Interpreter", interpreter === null ? [] : [plain(interpreter)]],
    ["Data", data === null ? [] : dataLines(data)],
    ["Run by", host === null ? [] : [`${plain(user ?? "somebody")} on ${plain(host)}`]],
  ];
}

function gitLines({ commit, branch, dirty, remote }: NonNullable<RecordedProvenance["git"]>): readonly string[] {
  const on = branch === null ? "" : ` on ${plain(branch)}`;
  const state = `${commit.slice(0, HASH_DIGITS)}${on}${dirty ? ", with changes that were not committed" : ""}`;
  return remote === null ? [state] : [state, plain(remote)];
}

function dataLines({ files, more, sha256 }: NonNullable<RecordedProvenance["data"]>): readonly string[] {
  const shown = files.slice(0, FILES_SHOWN);
  const hidden = files.length - shown.length + more;
  return [
    ...shown.map((file) => `${plain(file.path)}  ${bytes(file.sizeBytes)}  ${hash(file.sha256)}`),
    ...(hidden > 0 ? [`and ${plural(hidden, "more file")}`] : []),
    ...(files.length + more > 1 ? [`together  ${hash(sha256)}`] : []),
  ];
}

function hash(sha256: string): string {
  return `sha256 ${sha256.slice(0, HASH_DIGITS)}`;
}
