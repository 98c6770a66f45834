/*
 * The guardian: a program of its own that outlives its worker by a moment, to kill what the worker started. It reads
 * from its standard input, a pipe only the worker holds the other end of:
 *
 *   + <attempt> <pid>   this attempt's command leads process group <pid>
 *   - <attempt>         the command has ended; after a grace whatever is left of it is killed
 *   ! <attempt>         kill whatever there is of it, now
 *   .                   the worker is about to end in good order
 *   (end of the pipe)   the worker is gone: everything is killed, SIGTERM, 1 s, SIGKILL; then the guardian ends too
 *
 * What belongs to an attempt is its process group, and every process that carries the attempt's marker, which also
 * finds those that have left the group (`setsid`, `nohup`, daemons).
 *
 * Arguments: the marker variable's name, the prefix of this worker's markers, the grace in milliseconds.
 */
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { markedProcesses } from "./marked-processes.js";
import { signalGroup, signalProcess } from "./process-group.js";

const SCAN_INTERVAL_MS = 1000;
const TERM_TO_KILL_MS = 1000;
const POLL_MS = 50;
/** A program that forks faster than it can be killed is met again by the next round. */
const MOST_ROUNDS = 10;

const [, , variable = "", prefix = "", graceText = "2000"] = process.argv;
const graceMs = Number(graceText);

/** Attempt to process group. */
const active = new Map<string, number>();
const ended = new Map<string, { groupId: number; atMs: number }>();
let scanTimer: NodeJS.Timeout | null = null;
let isOrderly = false;

function obey(line: string): void {
  const [word, attempt = "", pid = ""] = line.split(" ");
  if (word === "+") active.set(attempt, Number(pid));
  else if (word === "-") end(attempt);
  else if (word === "!") kill([attempt]);
  else if (word === ".") isOrderly = true;
}

function end(attempt: string): void {
  const groupId = active.get(attempt);
  if (groupId === undefined) return;
  active.delete(attempt);
  ended.set(attempt, { groupId, atMs: performance.now() });
  scanTimer ??= setTimeout(killLeftovers, graceMs);
}

/** One look at the machine for all attempts whose grace is over, at most once in {@link SCAN_INTERVAL_MS}. */
function killLeftovers(): void {
  const due = [...ended].filter(([, { atMs }]) => performance.now() - atMs >= graceMs).map(([attempt]) => attempt);
  kill(due);
  for (const attempt of due) ended.delete(attempt);
  scanTimer = ended.size === 0 ? null : setTimeout(killLeftovers, SCAN_INTERVAL_MS);
}

/** Kills groups and marked processes of these attempts, until a look finds none. */
function kill(attempts: readonly string[]): void {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    for (const attempt of attempts) killGroup(attempt);
    const found = marked().filter(({ mark }) => attempts.includes(mark));
    if (found.length === 0) return;
    for (const { pid } of found) signalProcess(pid, "SIGKILL");
  }
}

function killGroup(attempt: string): void {
  const groupId = active.get(attempt) ?? ended.get(attempt)?.groupId;
  if (groupId !== undefined && isStillOurs(attempt, groupId)) signalGroup(groupId, "SIGKILL");
}

/**
 * A group's number stays taken while it has members. Once a command has ended, its leader is gone for good, so a living
 * process of that number means it was given away again.
 */
function isStillOurs(attempt: string, groupId: number): boolean {
  return active.has(attempt) || !signalProcess(groupId, 0);
}

function marked() {
  return markedProcesses(variable, prefix);
}

function hasLeftovers(): boolean {
  return (
    [...ended].some(([attempt, { groupId }]) => isStillOurs(attempt, groupId) && signalGroup(groupId, 0)) ||
    marked().length > 0
  );
}

async function endInGoodOrder(): Promise<void> {
  const graceOverMs = Math.max(0, ...[...ended.values()].map(({ atMs }) => atMs)) + graceMs;
  while (hasLeftovers() && performance.now() < graceOverMs) await delay(POLL_MS);
}

async function endAtOnce(): Promise<void> {
  for (const groupId of active.values()) signalGroup(groupId, "SIGTERM");
  for (const { pid } of marked()) signalProcess(pid, "SIGTERM");
  const killAtMs = performance.now() + TERM_TO_KILL_MS;
  while (isAnyoneLeft() && performance.now() < killAtMs) await delay(POLL_MS);
}

function isAnyoneLeft(): boolean {
  return [...active.values()].some((groupId) => signalGroup(groupId, 0)) || marked().length > 0;
}

function killEverything(): void {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    for (const attempt of [...active.keys(), ...ended.keys()]) killGroup(attempt);
    const found = marked();
    if (found.length === 0) return;
    for (const { pid } of found) signalProcess(pid, "SIGKILL");
  }
}

// Its end is the end of the pipe, and nothing else.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
for await (const line of createInterface({ input: process.stdin })) obey(line);
if (scanTimer !== null) clearTimeout(scanTimer);
if (isOrderly && active.size === 0) await endInGoodOrder();
else await endAtOnce();
killEverything();
process.exit(0);
