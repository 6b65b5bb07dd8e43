/** How to talk to an instrument, as data: what goes into the `link` of a definition, and what only a program can say. */
import type { Options } from '@sockio/aio'

/** The options of a link that may be needed; each is plain JSON. */
export type LinkProfile = Pick<Options, 'eol' | 'writeEol' | 'encoding' | 'timeout' | 'pacing' | 'settle'>

/** What a hook reads on each connection before anything is asked. */
export type Greeting = { readonly lines: number } | { readonly until: string } | { readonly exactly: number }

export interface Profile {
  readonly link?: LinkProfile
  readonly reconnect?: { readonly retries: number; readonly minDelay: number; readonly factor: number }
  readonly greeting?: Greeting
  /**
   * How a question is asked, where `query` alone does not do. `echoed`: the echo is a line of its own; `within`: it is in
   * front of the reply, in the same one; `unended`: only silence ends a reply.
   */
  readonly call?: 'echoed' | 'within' | 'unended'
}

/** All that several findings ask for; what is said first is the greeting and the call. */
export function merged(profiles: readonly Profile[]): Profile {
  return profiles.reduce<Profile>((all, next) => {
    const greeting = all.greeting ?? next.greeting
    const call = all.call ?? next.call
    const reconnect = all.reconnect ?? next.reconnect
    return {
      link: { ...next.link, ...all.link },
      ...(reconnect && { reconnect }),
      ...(greeting && { greeting }),
      ...(call && { call }),
    }
  }, {})
}
