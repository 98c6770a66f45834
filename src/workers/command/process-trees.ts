import { setTimeout as delay } from "node:timers/promises";
import { type MarkedProcess, markedProcesses } from "./marked-processes.js";
import { signalGroup, signalProcess } from "./process-group.js";

const SCAN_INTERVAL_MS = 1000;
const TERM_TO_KILL_MS = 1000;
const POLL_MS = 50;
/** A program that forks faster than it can be killed is met again by the next round. */
const MOST_ROUNDS = 10;

export interface ProcessTreesOptions {
  /** Environment variable that marks every process of a command, and what its value begins with before the number. */
  readonly variable: string;
  readonly prefix: string;
  /** Between a command's end and the killing of what it left running. */
  readonly graceMs: number;
}

/**
 * Everything that the commands have started, directly or not: each command's process group, and every process of the
 * machine that carries its marker, which also finds those that left the group (`setsid`, `nohup`, daemons).
 */
export class ProcessTrees {
  readonly #options: ProcessTreesOptions;
  /** Command to process group. */
  readonly #active = new Map<number, number>();
  readonly #ended = new Map<number, { groupId: number; graceEndMs: number }>();
  #scanTimer: NodeJS.Timeout | null = null;

  constructor(options: ProcessTreesOptions) {
    this.#options = options;
  }

  started(command: number, groupId: number): void {
    this.#active.set(command, groupId);
  }

  /** The command has ended; what it left is killed after the grace. */
  ended(command: number): void {
    const groupId = this.#active.get(command);
    if (groupId === undefined) return;
    this.#active.delete(command);
    this.#ended.set(command, { groupId, graceEndMs: performance.now() + this.#options.graceMs });
    this.#scanTimer ??= setTimeout(() => this.#killLeftovers(), this.#options.graceMs);
  }

  /** Kills these commands' processes, wherever they are, until a look finds none. */
  kill(commands: readonly number[]): void {
    for (const command of commands) this.#killGroup(command);
    const marks = new Set(commands.map(String));
    killWhileFound(() => this.#marked().filter(({ mark }) => marks.has(mark)));
  }

  /** For a worker that ends in good order: waits until nothing is left, and kills what outstays its grace. */
  async endInGoodOrder(): Promise<void> {
    this.#stopScanning();
    const graceEndMs = Math.max(0, ...[...this.#ended.values()].map((ended) => ended.graceEndMs));
    while (this.#isAnyoneLeft() && performance.now() < graceEndMs) await delay(POLL_MS);
    this.#killEverything();
  }

  /** For a worker that is gone: SIGTERM to everything, 1 s, SIGKILL. */
  async endAtOnce(): Promise<void> {
    this.#stopScanning();
    for (const [command, groupId] of this.#groups())
      this.#isStillOurs(command, groupId) && signalGroup(groupId, "SIGTERM");
    for (const { pid } of this.#marked()) signalProcess(pid, "SIGTERM");
    const killAtMs = performance.now() + TERM_TO_KILL_MS;
    while (this.#isAnyoneLeft() && performance.now() < killAtMs) await delay(POLL_MS);
    this.#killEverything();
  }

  /** One look at the machine for all commands whose grace is over, at most once in {@link SCAN_INTERVAL_MS}. */
  #killLeftovers(): void {
    const now = performance.now();
    const due = [...this.#ended].filter(([, { graceEndMs }]) => graceEndMs <= now).map(([command]) => command);
    this.kill(due);
    for (const command of due) this.#ended.delete(command);
    this.#scanTimer = this.#ended.size === 0 ? null : setTimeout(() => this.#killLeftovers(), SCAN_INTERVAL_MS);
  }

  #stopScanning(): void {
    if (this.#scanTimer !== null) clearTimeout(this.#scanTimer);
    this.#scanTimer = null;
  }

  #killEverything(): void {
    for (const [command] of this.#groups()) this.#killGroup(command);
    killWhileFound(() => this.#marked());
  }

  #killGroup(command: number): void {
    const groupId = this.#active.get(command) ?? this.#ended.get(command)?.groupId;
    if (groupId !== undefined && this.#isStillOurs(command, groupId)) signalGroup(groupId, "SIGKILL");
  }

  #isAnyoneLeft(): boolean {
    const hasGroup = this.#groups().some(([command, id]) => this.#isStillOurs(command, id) && signalGroup(id, 0));
    return hasGroup || this.#marked().length > 0;
  }

  #groups(): (readonly [command: number, groupId: number])[] {
    const ended = [...this.#ended].map(([command, { groupId }]) => [command, groupId] as const);
    return [...this.#active, ...ended];
  }

  /**
   * A group's number stays taken while it has members. Once a command has ended its leader is gone for good, so a living
   * process of that number means that the number was given away again.
   */
  #isStillOurs(command: number, groupId: number): boolean {
    return this.#active.has(command) || !signalProcess(groupId, 0);
  }

  #marked(): MarkedProcess[] {
    return markedProcesses(this.#options.variable, this.#options.prefix);
  }
}

function killWhileFound(find: () => MarkedProcess[]): void {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const found = find();
    if (found.length === 0) return;
    for (const { pid } of found) signalProcess(pid, "SIGKILL");
  }
}
