/** What a runtime other than Node can't do, and the rows that show it. Each of them fails there: one that passes has to go. */

export interface RuntimeLimit {
  readonly reason: string
  readonly rows: readonly string[]
  /** The flavours that it concerns; absent: all. */
  readonly flavours?: readonly string[]
}

export const runtimeLimits: Readonly<Record<string, readonly RuntimeLimit[]>> = {
  Bun: [
    {
      reason: 'its node:net does not tell which address could not be bound, nor that it was the binding that failed',
      rows: ['localAddress: one that this host does not have is a ConnectError that says so'],
    },
    {
      reason: 'its node:net closes sockets through the global setImmediate, so under fake timers they are never closed',
      rows: [
        'a call times out under fake timers',
        'connectionTimeout and the delays of retries pass under fake timers',
      ],
      flavours: ['aio', 'rx', 'effect', 'legacy'],
    },
    {
      reason: 'its engine looks for who awaits a promise, but not beyond one that was resolved with another',
      rows: [
        'a call that times out shows who called',
        'a call among others shows who called',
        'a call that is aborted shows who called',
        'a call that is refused at once shows who called',
        'open() that fails shows who called',
        'a transaction that is ended shows who called',
        'a call in a transaction shows who called',
        'a stream that fails shows who pulls',
      ],
      flavours: ['sio'],
    },
    {
      reason: 'for the same reason the caller is noted at the call, and below it the turn of the engine that runs it',
      rows: ['a call in a transaction shows who called'],
      flavours: ['aio'],
    },
    {
      reason: 'its node:tls has no ciphers of keys that both ends were given',
      rows: ['pskCallback that throws: ConnectError with that as its cause'],
      flavours: ['aio', 'rx', 'effect', 'legacy'],
    },
  ],
  Deno: [
    {
      reason: 'its node:tls has no ciphers of keys that both ends were given',
      rows: ['pskCallback that throws: ConnectError with that as its cause'],
      flavours: ['aio', 'rx', 'effect', 'legacy'],
    },
    {
      reason: 'its node:net says EINVAL of an address that this host does not have',
      rows: ['localAddress: one that this host does not have is a ConnectError that says so'],
    },
    {
      reason: 'its node:tls refuses a self-signed certificate that has expired as one that nobody vouches for',
      rows: ['a certificate that has expired is refused'],
    },
  ],
}
