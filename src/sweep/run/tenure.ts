import { messageOf, SweepError } from "../../base/index.js";
import type { Controller } from "../controller/controller.js";
import type { SweepStore } from "../open-store.js";
import { recordOrder, type SweepOrder, takeOrders } from "../orders/sweep-order.js";
import { assertOwned, fenced, OWNER_LEASE_MS, renewOwnership } from "../ownership.js";
import type { SweepRow } from "../store/sweep-rows.js";

const LOOK_MS = 250;
const RENEW_MS = OWNER_LEASE_MS / 3;

const LOOK = `SELECT epoch, EXISTS (
    SELECT 1 FROM sweep_order WHERE sweep_id = sweep.id AND handled_at IS NULL) AS ordered
  FROM sweep WHERE id = ?`;

/** A process's time as the owner of a sweep: renews the lease, notices its end, and passes on what others order. */
export class Tenure {
  readonly #store: SweepStore;
  readonly #row: SweepRow;
  readonly #controller: Controller;
  #timer: NodeJS.Timeout | undefined;
  #renewedMs: number;
  #looking = false;

  constructor(store: SweepStore, row: SweepRow, controller: Controller) {
    this.#store = store;
    this.#row = row;
    this.#controller = controller;
    this.#renewedMs = store.clock.monotonic();
  }

  /** Passes on what was ordered while the sweep was being started, so that it is obeyed before anything runs. */
  async begin(): Promise<void> {
    await this.#look();
    this.#timer = setInterval(() => void this.#look(), LOOK_MS);
  }

  end(): void {
    clearInterval(this.#timer);
  }

  async #look(): Promise<void> {
    if (this.#looking) return;
    this.#looking = true;
    try {
      await this.#renew();
      for (const order of await this.#orders()) obey(this.#controller, order);
    } catch (error) {
      if (error instanceof SweepError && error.code === "owned-elsewhere") this.#controller.crash(error);
      else this.#store.logger.warn({ error: messageOf(error) }, "could not look for orders; trying again");
    }
    this.#looking = false;
  }

  async #renew(): Promise<void> {
    const { clock, database } = this.#store;
    if (clock.monotonic() - this.#renewedMs < RENEW_MS) return;
    const now = { nowMs: clock.now(), activeMs: this.#controller.activeMs };
    await database.write((connection) => renewOwnership(connection, this.#row, now));
    this.#renewedMs = clock.monotonic();
  }

  async #orders(): Promise<readonly SweepOrder[]> {
    const { id, epoch } = this.#row;
    const { database, clock } = this.#store;
    const seen = await database.read((connection) =>
      connection.prepare(LOOK).get<{ epoch: number; ordered: 0 | 1 }>(id),
    );
    if (seen?.epoch !== epoch) throw fenced(id);
    if (seen.ordered === 0) return [];
    return database.write((connection) => {
      assertOwned(connection, this.#row);
      const orders = takeOrders(connection, id, clock.now());
      for (const order of orders) recordOrder(connection, id, order);
      return orders;
    });
  }
}

function obey(controller: Controller, order: SweepOrder): void {
  if (order.kind === "stop") controller.stop("gentle");
  else if (order.kind === "stop-now") controller.stop("now");
  else if (order.kind === "pause") controller.pause();
  else if (order.kind === "resume") controller.resume();
  else controller.extend(order.count);
}
