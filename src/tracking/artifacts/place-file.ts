import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { copyFile, mkdir, open, rename, rm, unlink } from "node:fs/promises";
import { join } from "node:path";
import { errorCode } from "./file-errors.js";

/** Another file system, or a folder that lets its files be read but not taken. */
const NOT_MOVABLE = /^(EXDEV|EPERM|EACCES)$/;

/**
 * Moves a file to its final name, replacing a file there. At every moment the name stands for a whole file or none.
 *
 * @param workshop a folder on the target's file system for files under way; made when needed
 */
export async function moveFile(from: string, to: string, workshop: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (thrown) {
    if (!NOT_MOVABLE.test(errorCode(thrown))) throw thrown;
    await copyWhole(from, to, workshop);
    // A source that cannot be deleted is only left behind: its folder is the caller's to clear away.
    await unlink(from).catch(() => {});
  }
}

/** Copies a file to its final name with the promise of `moveFile`. */
export async function copyWhole(from: string, to: string, workshop: string): Promise<void> {
  await mkdir(workshop, { recursive: true });
  const underWay = join(workshop, randomBytes(8).toString("hex"));
  try {
    await copyFile(from, underWay, constants.COPYFILE_FICLONE);
    const file = await open(underWay, "r");
    try {
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(underWay, to);
  } catch (thrown) {
    await rm(underWay, { force: true });
    throw thrown;
  }
}
