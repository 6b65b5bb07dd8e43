/** The builders of faults: what goes wrong is declared, not hand-coded. */
import { checkRecord } from './check.ts'
import { checkFault } from './check-fault.ts'
import type { Fault, GarbageFault, ResetFault, Trigger } from './fault.ts'

type Of<K extends Fault['kind']> = Extract<Fault, { readonly kind: K }>
type Options<F extends Fault> = Omit<F, 'kind'>

/** A RegExp in the place of `{ match }` has no fields that could be wrong. */
function of<T extends object>(kind: Fault['kind'], options: T): T {
  checkRecord(`the options of faults.${kind}`, options)
  return options
}

/**
 * What can go wrong with an instrument, to be given to `simulate(device, { faults })` or to `device.inject()`.
 *
 * Those that strike requests take a `Trigger`: `match` (an exact text or a RegExp), `every` (each n-th of these) and
 * `times` (how often, then it is over); without it they strike each request until they are removed. Times are in ms.
 * Each builder throws a TypeError or a RangeError that names a bad or unknown argument.
 *
 * @example
 * await using device = await simulate(scope(), { faults: [faults.banner('Welcome'), faults.split(1)] })
 * const remove = device.inject(faults.delay(200, { match: '*IDN?', times: 1 }))
 */
export const faults = {
  /** The port refuses new connections: the listening socket is closed; once removed, it listens on the same port. */
  refuse: (): Of<'refuse'> => ({ kind: 'refuse' }),

  /** Replies come `ms` later. The device sees the request at once; replies to later requests wait their turn. */
  delay: (ms: number, trigger: Trigger = {}): Of<'delay'> => checkFault({ kind: 'delay', ms, ...of('delay', trigger) }),

  /** Requests are swallowed: they count as received, but the device does not see them. */
  silence: (trigger: Trigger = {}): Of<'silence'> => checkFault({ kind: 'silence', ...of('silence', trigger) }),

  /**
   * The connection is closed with FIN after exactly `bytes` bytes: counted from the beginning of the connection, or,
   * with `match` or `every`, of the reply to such a request (at its end when it is shorter). With 0 bytes at once.
   */
  dropAfter: (bytes: number, trigger: Trigger = {}): Of<'dropAfter'> =>
    checkFault({ kind: 'dropAfter', bytes, ...of('dropAfter', trigger) }),

  /**
   * The connection is reset (RST) when a request comes, instead of a reply. With `after`, after so many bytes: of the
   * connection, or, with `match` or `every`, of the reply to such a request (at its end when it is shorter).
   */
  reset: (options: Options<ResetFault> = {}): Of<'reset'> => checkFault({ kind: 'reset', ...of('reset', options) }),

  /** The connection is closed with FIN when a request comes, instead of a reply; the device does not see the request. */
  close: (trigger: Trigger = {}): Of<'close'> => checkFault({ kind: 'close', ...of('close', trigger) }),

  /** The peer is there but dead: it neither reads nor writes nor closes. When removed, it goes on where it stood. */
  halfOpen: (): Of<'halfOpen'> => ({ kind: 'halfOpen' }),

  /** The device does not read, so that a client that writes much is held up; it still writes. */
  stall: (): Of<'stall'> => ({ kind: 'stall' }),

  /** What is sent is cut into pieces of `size` bytes (default 1), each in a turn and a TCP segment of its own. */
  split: (size = 1): Of<'split'> => checkFault({ kind: 'split', size }),

  /**
   * `where: 'instead'` (the default): a line of `bytes` (default 16) random bytes in place of the reply, ended as lines
   * are. `'before'`: the random bytes directly before the reply, as noise on the line. They contain no CR, LF or other
   * byte of the end of line, and are determined by `seed` (default 1). Requests without a reply are not struck.
   */
  garbage: (options: Options<GarbageFault> = {}): Of<'garbage'> =>
    checkFault({ kind: 'garbage', ...of('garbage', options) }),

  /** A line that is sent to each client as soon as it connects. */
  banner: (text: string): Of<'banner'> => checkFault({ kind: 'banner', text }),

  /** What a Telnet server offers each client upon connecting: it will echo, and suppress go-ahead (RFC 854, 857, 858). */
  telnet: (): Of<'telnet'> => ({ kind: 'telnet' }),

  /** A prompt without an end of line (default `'> '`), upon connecting and behind each request, as for people who type. */
  prompt: (text = '> '): Of<'prompt'> => checkFault({ kind: 'prompt', text }),

  /** Requests are sent back, with their end of line, before they are answered, as serial converters do. */
  echo: (trigger: Trigger = {}): Of<'echo'> => checkFault({ kind: 'echo', ...of('echo', trigger) }),

  /** Requests are answered twice; streams are not doubled. */
  twice: (trigger: Trigger = {}): Of<'twice'> => checkFault({ kind: 'twice', ...of('twice', trigger) }),

  /** While there is a client, further ones are closed (FIN) at once. */
  singleClient: (): Of<'singleClient'> => ({ kind: 'singleClient' }),

  /** A connection on which the client has said nothing for `ms` is closed with FIN. */
  idle: (ms: number): Of<'idle'> => checkFault({ kind: 'idle', ms }),

  /** Requests that come less than `ms` after the reply before them are lost, as with devices that don't listen meanwhile. */
  hasty: (ms: number): Of<'hasty'> => checkFault({ kind: 'hasty', ms }),

  /**
   * The last byte of a reply comes `ms` (default 40) later, or as soon as the client says something more: what one sees of a
   * device that writes text and end of line one by one, whose system holds the second (Nagle) until the client's has
   * acknowledged the first, which that delays. Strikes replies that are there at once.
   */
  lateEnd: (ms = 40, trigger: Trigger = {}): Of<'lateEnd'> =>
    checkFault({ kind: 'lateEnd', ms, ...of('lateEnd', trigger) }),

  /**
   * All connections are reset and the port refuses for `ms`; then it is back by itself, on the same port. At once and once; or,
   * with a trigger, when such a request comes, instead of a reply.
   */
  reboot: (ms: number, trigger: Trigger = {}): Of<'reboot'> =>
    checkFault({ kind: 'reboot', ms, ...of('reboot', trigger) }),
} as const
