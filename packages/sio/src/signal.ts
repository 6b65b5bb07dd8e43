/** The signal of a call stays in this thread; the other one is told when it is aborted. */

/** The options of a call without their signal, if they have one; a signal of another kind is left for the driver to name. */
export function withoutSignal(options: unknown): {
  readonly signal: AbortSignal | undefined
  readonly rest: unknown
} {
  if (typeof options !== 'object' || options === null || !('signal' in options)) {
    return { signal: undefined, rest: options }
  }
  const { signal, ...rest } = options
  return signal === undefined || signal instanceof AbortSignal ? { signal, rest } : { signal: undefined, rest: options }
}
