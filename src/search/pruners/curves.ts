import { firstFrom } from "./curve.js";
import type { CurvePoint, Peer, Pruner } from "./pruner.js";

interface GrowingPeer extends Peer {
  readonly curve: CurvePoint[];
}

/** The curves of a study's trials while they grow: what its pruner reads. */
export class Curves {
  readonly #peers = new Map<number, GrowingPeer>();

  /** A trial begins, or begins anew: what it reported before is void. */
  begin(number: number): void {
    this.#peers.set(number, { number, state: "running", curve: [], loss: null });
  }

  /** Adds a point to a running trial's curve. Steps may come in any order; of the same step the newest loss counts. */
  report(number: number, point: CurvePoint): void {
    if (!this.#peers.has(number)) this.begin(number);
    const curve = this.#peers.get(number)?.curve ?? [];
    const place = firstFrom(curve, point.step);
    curve.splice(place, curve[place]?.step === point.step ? 1 : 0, point);
  }

  /** @param loss the result of a complete trial; `null` for others */
  end(number: number, state: "complete" | "pruned" | "failed", loss: number | null): void {
    const peer = this.#peers.get(number);
    if (peer !== undefined) this.#peers.set(number, { ...peer, state, loss });
  }

  /** What a pruner says of a running trial; `null` for one that has reported nothing. O(trials). */
  judge(pruner: Pruner, number: number): string | null {
    const curve = this.#peers.get(number)?.curve ?? [];
    if (curve.length === 0) return null;
    const peers = [...this.#peers.values()].filter((peer) => peer.number !== number);
    return pruner.judge({ number, curve, peers });
  }
}
