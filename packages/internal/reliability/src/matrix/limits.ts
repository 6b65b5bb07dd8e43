/** The timeouts of the matrix, in ms. */

/** Where a call may have to run into it: short, so that the matrix does not take for ever. */
export const SHORT_MS = 80
/** Where it must not: longer than any machine is slow. */
export const LONG_MS = 20_000
