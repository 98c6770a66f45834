/*
 * The guardian: a small program that starts all of a worker's commands and outlives the worker by a moment, to kill
 * them. Its one connection, file descriptor 3, is a socket whose other end only the worker holds: when that ends, for
 * whatever reason, so does everything.
 *
 *   serving ──close frame──▶ closing ──end of the socket──▶ leftovers end within their grace or are killed ──▶ exit
 *      └──────────────end of the socket (the worker died)──▶ SIGTERM to everything, 1 s, SIGKILL ──▶ exit
 *
 * Commands are started here and not in the worker because starting a process costs in proportion to the memory of the
 * one that does it: a worker of 120 MB needs three times as long as this.
 *
 * Arguments: the marker variable's name, the prefix of this worker's markers, the grace for leftovers in milliseconds.
 */
import { Socket } from "node:net";
import { encodeFrame, FRAME, type Frame, FrameReader, type SpawnRequest } from "./frames.js";
import { GuardedCommand } from "./guarded-command.js";
import { ProcessTrees } from "./process-trees.js";

const CHANNEL = 3;
const HOLD_MS = 5;

const [, , variable = "", prefix = "", graceMs = ""] = process.argv;
const channel = new Socket({ fd: CHANNEL, readable: true, writable: true });
const trees = new ProcessTrees({ variable, prefix, graceMs: Number(graceMs) });
const commands = new Map<number, GuardedCommand>();
const paused = new Set<number>();
let inherited: Readonly<Record<string, string>> = {};
let isClosing = false;
let holding: NodeJS.Timeout | null = null;

function obey({ kind, command, payload }: Frame): void {
  if (kind === FRAME.spawn) start(command, JSON.parse(payload.toString()) as SpawnRequest);
  else if (kind === FRAME.terminate) commands.get(command)?.terminate();
  else if (kind === FRAME.pause) pause(command);
  else if (kind === FRAME.resume) resume(command);
  else if (kind === FRAME.inherit) inherited = JSON.parse(payload.toString()) as Readonly<Record<string, string>>;
  else if (kind === FRAME.close) isClosing = true;
}

function start(id: number, request: SpawnRequest): void {
  const command = new GuardedCommand({
    request: { ...request, variables: { ...request.variables, [variable]: prefix + id } },
    inherited,
    onOutput: (stream, chunk) => sendSoon(encodeFrame(FRAME[stream], id, chunk)),
    onKill: () => trees.kill([id]),
    onEnd: (end) => {
      trees.ended(id);
      commands.delete(id);
      paused.delete(id);
      sendNow(encodeFrame(FRAME.ended, id, JSON.stringify(end)));
    },
  });
  commands.set(id, command);
  if (command.groupId !== null) trees.started(id, command.groupId);
}

/** Sends output within a moment, so that a short command's only words travel with its end. */
function sendSoon(frame: Buffer): void {
  if (channel.destroyed) return;
  if (holding === null) {
    channel.cork();
    holding = setTimeout(sendHeld, HOLD_MS);
  }
  if (channel.write(frame)) return;
  pauseAll();
  sendHeld();
}

function sendNow(frame: Buffer): void {
  if (channel.destroyed) return;
  channel.write(frame);
  sendHeld();
}

function sendHeld(): void {
  if (holding === null) return;
  clearTimeout(holding);
  holding = null;
  channel.uncork();
}

/** The worker does not keep up: output waits in the pipes, not in memory. */
function pauseAll(): void {
  for (const command of commands.values()) command.pause();
}

channel.on("drain", () => {
  for (const [id, command] of commands) if (!paused.has(id)) command.resume();
});

function pause(id: number): void {
  paused.add(id);
  commands.get(id)?.pause();
}

function resume(id: number): void {
  paused.delete(id);
  if (!channel.writableNeedDrain) commands.get(id)?.resume();
}

// It ends with its channel, and by nothing else.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => {});
const reader = new FrameReader(obey);
channel.on("data", (chunk) => reader.push(chunk));
// A worker that died while being written to; the close event follows.
channel.on("error", () => {});
await new Promise((resolve) => channel.once("close", resolve));
if (isClosing && commands.size === 0) await trees.endInGoodOrder();
else await trees.endAtOnce();
process.exit(0);
