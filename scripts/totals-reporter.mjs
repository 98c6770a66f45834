// A vitest reporter that prints why tests were skipped and hands the totals over in a file (SWEEP_TEST_TOTALS).
import { writeFileSync } from "node:fs";

/** A file or suite that broke outside its tests: none of them ran, so it counts as one failure. */
function brokenSuites(module) {
  const suites = [module, ...module.children.allSuites()];
  return suites.filter((suite) => suite.errors().length > 0);
}

export class TotalsReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const totals = { passed: 0, failed: unhandledErrors.length, skipped: 0 };
    for (const module of modules) {
      totals.failed += brokenSuites(module).length;
      for (const test of module.children.allTests()) this.#count(test, totals);
    }
    if (process.env.SWEEP_TEST_TOTALS) writeFileSync(process.env.SWEEP_TEST_TOTALS, JSON.stringify(totals));
  }

  #count(test, totals) {
    const { state, note } = test.result();
    // A test that never got to run (its suite broke, the run was cut short) is pending: that is no pass.
    totals[state === "pending" ? "failed" : state] += 1;
    if (state === "skipped") console.log(`skipped: ${test.fullName} (${note ?? "no reason given"})`);
  }
}

// biome-ignore lint/style/noDefaultExport: vitest takes a reporter file's default export
export default TotalsReporter;
