import { describe, expect, it } from "vitest";
import { mountTypeOf, networkFileSystem } from "../../src/database/network-file-system.js";

const FUSE = 0x65735546;

const MOUNTS = [
  "22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw",
  "30 22 0:40 / /mnt/remote rw,nosuid - fuse.sshfs me@host:/data rw",
  "31 22 0:41 / /mnt/two\\040words rw shared:9 master:2 - fuse.sshfs me@host:/x rw",
  "32 30 0:42 / /mnt/remote/scratch rw - tmpfs tmpfs rw",
  "33 22 8:2 / /mnt/usb rw - fuseblk /dev/sdb1 rw",
].join("\n");

describe("the file systems a store refuses", () => {
  it.each([
    ["NFS", 0x6969, "NFS"],
    ["CIFS", 0xff534d42, "CIFS"],
    ["CIFS, its number sign-extended", 0xff534d42 | 0, "CIFS"],
    ["SMB 2", 0xfe534d42, "SMB"],
    ["ext4", 0xef53, null],
    ["tmpfs", 0x01021994, null],
  ])("%s", (_, type, name) => {
    expect(networkFileSystem(type, null)).toBe(name);
  });

  it("tells sshfs from a local disk behind FUSE by the mount's type", () => {
    expect(networkFileSystem(FUSE, "fuse.sshfs")).toBe("fuse.sshfs");
    expect(networkFileSystem(FUSE, "fuseblk")).toBeNull();
    expect(networkFileSystem(FUSE, null)).toBeNull();
  });

  it("finds the mount a path lies on: the deepest that holds it", () => {
    expect(mountTypeOf("/home/me/.sweep", MOUNTS)).toBe("ext4");
    expect(mountTypeOf("/mnt/remote/project", MOUNTS)).toBe("fuse.sshfs");
    expect(mountTypeOf("/mnt/remote", MOUNTS)).toBe("fuse.sshfs");
    expect(mountTypeOf("/mnt/remote-not", MOUNTS)).toBe("ext4");
    expect(mountTypeOf("/mnt/remote/scratch/x", MOUNTS)).toBe("tmpfs");
    expect(mountTypeOf("/mnt/two words/x", MOUNTS)).toBe("fuse.sshfs");
    expect(mountTypeOf("/mnt/usb/x", MOUNTS)).toBe("fuseblk");
    expect(mountTypeOf("/x", "")).toBeNull();
  });
});
