import { SweepError } from "../../base/index.js";

const MAX_ALIAS_LENGTH = 255;

/** @throws SweepError `bad-argument` when no registered model may have this name */
export function checkModelName(name: string): void {
  if (name === "") throw new SweepError("bad-argument", "A registered model's name must not be empty");
}

/**
 * MLflow's rules: letters, digits, `_` and `-`; and nothing that means a version already (`latest`, `v7`).
 *
 * @throws SweepError `bad-argument` when the alias breaks them
 */
export function checkAlias(alias: string): void {
  const isWord = /^[\p{L}\p{N}_-]+$/u.test(alias) && alias.length <= MAX_ALIAS_LENGTH;
  const isReserved = /^(latest|v\d+)$/i.test(alias);
  if (isWord && !isReserved) return;
  throw new SweepError(
    "bad-argument",
    `${JSON.stringify(alias)} cannot be an alias: expected 1 to ${MAX_ALIAS_LENGTH} letters, digits, "_" or "-", but not "latest" or "v" and a number`,
  );
}
