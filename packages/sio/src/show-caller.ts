/** The stack of an error that is thrown to who blocked: that of the caller, and not how the answer came. */
import { calledBy, javaScriptCore } from '@sockio/node'

/** The stack of `error` begins above `entry`, which is one of ours. */
export function showCaller(error: Error, entry: (...args: never[]) => unknown): void {
  if (javaScriptCore) calledBy(error, { stack: aboveUs(), ours: 0 })
  else Error.captureStackTrace(error, entry)
}

/**
 * Where functions go from the stack with their last act, `entry` may not be on it: then ours are told by the folder of this
 * file. Where all are of that folder, in a bundle, all are shown.
 */
function aboveUs(): string {
  const trace: { stack?: unknown } = {}
  Error.captureStackTrace(trace)
  const [name = '', ...frames] = String(trace.stack).split('\n')
  const folder = /\(?([^( ]*[/\\])[^/\\]*$/.exec(frames[0] ?? '')?.[1]
  const first = frames.findIndex((frame) => folder === undefined || !frame.includes(folder))
  return [name, ...frames.slice(Math.max(0, first))].join('\n')
}
