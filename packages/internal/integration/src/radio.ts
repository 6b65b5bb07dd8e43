/** Requests to the dummy radio whose replies name them, so that a reply in the wrong hands is seen at once. */
import type { TCP } from '@sockio/aio'

export interface Answer {
  readonly reply: readonly string[]
  readonly expected: readonly string[]
}

/**
 * The n-th request, and its whole reply: the extended protocol repeats each request in front of its answer. Not among
 * them is the frequency: the dummy takes 20 ms to set it.
 */
export function numbered(n: number): { request: string; expected: readonly string[] } {
  const arguments_ = `${(n % 8) / 8} ${14_000_000 + n} USB`
  const milliwatts = (n % 8) * 12_500 // the share of 100 W; eighths are exact in binary
  switch (n % 3) {
    case 0:
      return {
        request: `+\\power2mW ${arguments_}\n`,
        expected: [`power2mW: ${arguments_}`, `Power mW: ${milliwatts}`, 'RPRT 0'],
      }
    case 1:
      return { request: `+J ${n}\n`, expected: [`set_rit: ${n}`, 'RPRT 0'] }
    default:
      return { request: `+L AF 0.${1000 + n}\n`, expected: [`set_level: AF 0.${1000 + n}`, 'RPRT 0'] }
  }
}

/** Asks the n-th request. */
export function asker(sock: TCP): (n: number) => Promise<Answer> {
  return async (n) => {
    const { request, expected } = numbered(n)
    return { reply: await sock.writeReadLines(request, expected.length, { encoding: 'utf8' }), expected }
  }
}
