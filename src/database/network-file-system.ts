import { readFile, realpath, statfs } from "node:fs/promises";
import { SweepError } from "../base/index.js";

/** File system types of Linux (`statfs(2)`), by magic number, where SQLite's shared memory and locks cannot be relied on. */
const NETWORK_FILE_SYSTEMS: ReadonlyMap<number, string> = new Map([
  [0x6969, "NFS"],
  [0x517b, "SMB"],
  [0xfe534d42, "SMB"],
  [0xff534d42, "CIFS"],
]);

const FUSE = 0x65735546;

/** FUSE says nothing in its magic number about what is behind it; the mount's type does. */
const NETWORK_FUSE_TYPES = /^fuse\.(sshfs|nfs|smbnetfs|s3fs|rclone|gcsfuse)$/;

/**
 * The name of the network file system that `type` stands for; `null` for a local one.
 *
 * @param type magic number from `statfs`
 * @param mount kind of the mount the path lies on (`ext4`, `fuse.sshfs`), read only when `type` is FUSE's
 */
export function networkFileSystem(type: number, mount: string | null): string | null {
  // Some C libraries sign-extend the magic number.
  const magic = type >>> 0;
  if (magic === FUSE) return mount !== null && NETWORK_FUSE_TYPES.test(mount) ? mount : null;
  return NETWORK_FILE_SYSTEMS.get(magic) ?? null;
}

/**
 * The file system type of the mount that holds `path`.
 *
 * @param mountInfo text of `/proc/self/mountinfo`: the mount point is field 5, the type the first after ` - `
 */
export function mountTypeOf(path: string, mountInfo: string): string | null {
  let best: { point: string; type: string } | null = null;
  for (const line of mountInfo.split("\n")) {
    const [mount = "", kind = ""] = line.split(" - ");
    const point = (mount.split(" ")[4] ?? "").replace(/\\(\d{3})/g, (_, octal: string) =>
      String.fromCharCode(Number.parseInt(octal, 8)),
    );
    const type = kind.split(" ")[0] ?? "";
    const holds = point !== "" && (path === point || path.startsWith(point.endsWith("/") ? point : `${point}/`));
    // Among mounts on the same point, the last one listed lies on top.
    if (holds && point.length >= (best?.point.length ?? 0)) best = { point, type };
  }
  return best?.type ?? null;
}

/**
 * Refuses a folder on a network file system: a write-ahead log needs memory shared by all who have the file open.
 * Recognised on Linux only.
 */
export async function refuseNetworkFolder(folder: string): Promise<void> {
  if (process.platform !== "linux") return;
  const { type } = await statfs(folder);
  const mount =
    type >>> 0 === FUSE ? mountTypeOf(await realpath(folder), await readFile("/proc/self/mountinfo", "utf8")) : null;
  const name = networkFileSystem(type, mount);
  if (name === null) return;
  throw new SweepError(
    "store-unusable",
    `The folder ${folder} lies on a network file system (${name}), where SQLite can lose data. Put the store on a local disk with --home or SWEEP_HOME.`,
  );
}
