/** A run id as MLflow makes them: 32 lower-case hexadecimal digits, a UUID without its dashes. */
export function newRunId(): string {
  // Draws its random bytes in advance, unlike `getRandomValues`, which alone would take a third of a fast trial's time.
  return crypto.randomUUID().replaceAll("-", "");
}

// No vowels and no look-alikes, so that ids read aloud well and never spell a word.
const ALPHABET = "23456789bcdfghjkmnpqrstvwxz";

/** A sweep id: 8 characters, short enough to type, unique among some 10^5 sweeps of one store. */
export function newSweepId(): string {
  return Array.from(randomBytes(8), (byte) => ALPHABET[byte % ALPHABET.length]).join("");
}

/** A name for one worker process, never reused: host names and pids are, so randomness is part of it. */
export function newWorkerId(host: string, pid: number): string {
  const digits = Array.from(randomBytes(3), (byte) => byte.toString(16).padStart(2, "0"));
  return `${host}-${pid}-${digits.join("")}`;
}

// Browsers and Node have the same global `crypto`, so this room stays free of either.
function randomBytes(count: number): Uint8Array {
  return crypto.getRandomValues(new Uint8Array(count));
}
