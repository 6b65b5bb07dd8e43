/** How long to wait before a connection is tried again: a pure function of the attempt and a random number. */

/** Exponential backoff with jitter. All times in milliseconds. */
export interface ReconnectPolicy {
  /** Attempts after the first; `Infinity` is allowed. Default 0. */
  readonly retries?: number | undefined
  /** Delay before the first retry, before jitter. Default 100. */
  readonly minDelay?: number | undefined
  /** The delays' upper bound. Default 30 000. */
  readonly maxDelay?: number | undefined
  /** What each delay is multiplied by to give the next. Default 2. */
  readonly factor?: number | undefined
  /** The share of each delay that is random: 1 (default, `true`) is full jitter, 0 (`false`) none. */
  readonly jitter?: number | boolean | undefined
}

/** One's own policy: milliseconds until the next attempt, or false to stop. `attempt` is 1 after the first failure. */
export type ReconnectFunction = (attempt: number, error: Error) => number | false

/** How long to wait after the `attempt`-th failure in a row, or false to stop; `random` is in [0, 1). */
export type Backoff = (attempt: number, random: number, error: Error) => number | false

/** Turns a policy into its pure function. */
export function backoff(policy: ReconnectPolicy | ReconnectFunction = {}): Backoff {
  if (typeof policy === 'function') {
    return (attempt, _random, error) => {
      const delay = policy(attempt, error)
      return delay === false || !(delay >= 0 && delay < Number.POSITIVE_INFINITY) ? false : delay
    }
  }
  const { retries = 0, minDelay = 100, maxDelay = 30_000, factor = 2 } = policy
  const jitter = policy.jitter === undefined || policy.jitter === true ? 1 : Number(policy.jitter)
  return (attempt, random) => {
    if (attempt > retries) return false
    const whole = minDelay === 0 ? 0 : Math.min(maxDelay, minDelay * factor ** (attempt - 1)) // 0 * Infinity is NaN
    return whole * (1 - jitter * random)
  }
}

/** The delays for streams that reconnect where the policy has no retries: the default ones, without end. */
export const endless: Backoff = backoff({ retries: Number.POSITIVE_INFINITY })
