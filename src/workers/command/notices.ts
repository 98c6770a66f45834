import type { Logger } from "../../base/index.js";
import type { AttemptReporter } from "../executor.js";
import type { AttemptRef } from "../protocol/protocol.js";

const TAG = "sweep.notice";
/** What a command does to every line it prints must not be told for every line. */
const MOST_NOTICES = 10;

/** What went wrong with an attempt without failing it: the lines of one tag of its run. */
export class AttemptNotices {
  readonly #reporter: Pick<AttemptReporter, "tag">;
  readonly #log: (notice: string) => void;
  readonly #notices = new Set<string>();

  constructor(ref: AttemptRef, { reporter, logger }: { reporter: Pick<AttemptReporter, "tag">; logger: Logger }) {
    this.#reporter = reporter;
    this.#log = (notice) => logger.warn({ ...ref }, notice);
  }

  /** @param notice one line; said once however often it comes */
  add(notice: string): void {
    if (this.#notices.has(notice) || this.#notices.size >= MOST_NOTICES) return;
    this.#notices.add(notice);
    this.#reporter.tag(TAG, [...this.#notices].join("\n"));
    this.#log(notice);
  }
}
