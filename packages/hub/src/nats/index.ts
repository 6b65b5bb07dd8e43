/** Instruments behind hubs on NATS: importing this makes `nats://host:4222/prefix/instrument` a URL that every flavour takes. */
import { registerScheme } from '@sockio/node'
import { scheme } from './scheme.ts'

export { type DiscoverOptions, discover, type Found } from './discover.ts'
export { joinNats } from './nats-network.ts'
export type { NatsLogin, NatsServers, NatsSettings, NatsTls } from './options.ts'
export { SessionError } from './session-error.ts'

// The thread of the sockets of the blocking flavour imports the module beside this one, built or not.
registerScheme('nats', { ...scheme, module: import.meta.url.replace(/index(\.\w+)$/, 'scheme$1') })
