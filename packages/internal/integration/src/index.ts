/** Real servers, for the tests here and for those of reliability. */
export { NatsServer, type NatsServerOptions, nats, natsCluster } from './nats-server.ts'
export { type Answer, asker, numbered } from './radio.ts'
export { HOST, memcached, missing, type Program, redis, rigctld, Server } from './server.ts'
export { until } from './until.ts'
