import pc from "picocolors";
import { plainLines } from "./text.js";

type Colors = ReturnType<typeof pc.createColors>;

const DEFAULT_COLUMNS = 100;

/** One output stream and what it can show. */
export interface Screen {
  readonly isTerminal: boolean;
  readonly columns: number;
  /** Colours; functions that change nothing where colours are unwelcome. */
  readonly colors: Colors;
}

/** Where a command speaks: results on stdout, everything said along the way on stderr. */
export interface Terminal {
  readonly out: Screen;
  readonly err: Screen;
  line(text?: string): void;
  errorLine(text: string): void;
  failure(message: string): void;
  hint(message: string): void;
}

export function createTerminal(): Terminal {
  const out = screen(process.stdout);
  const err = screen(process.stderr);
  const errorLine = (text: string) => void process.stderr.write(`${text}\n`);
  return {
    out,
    err,
    line: (text = "") => void process.stdout.write(`${text}\n`),
    errorLine,
    failure: (message) => errorLine(`${err.colors.red("error:")} ${plainLines(message)}`),
    hint: (message) => errorLine(`${err.colors.cyan("hint:")} ${plainLines(message)}`),
  };
}

function screen(stream: NodeJS.WriteStream): Screen {
  const isTerminal = stream.isTTY === true && process.env.TERM !== "dumb";
  return {
    isTerminal,
    columns: stream.columns ?? DEFAULT_COLUMNS,
    colors: pc.createColors(isTerminal && !process.env.NO_COLOR),
  };
}
