#!/usr/bin/env node
import module from "node:module";

// Where Node can (22.1 and newer), compiled code is kept between runs, so that commands start quicker.
(module as { enableCompileCache?: () => unknown }).enableCompileCache?.();

// Loaded only now: what is imported above is compiled before the cache is on.
const { runCli } = await import("./program.js");
process.exitCode = await runCli(process.argv);
