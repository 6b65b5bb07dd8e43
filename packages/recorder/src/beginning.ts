/** The first line of a recording: what the engine is set to, and, where it has run before, what it knows. */
import type { Link, Settings } from '@sockio/core'
import { bytesJson, errorJson, field, numberJson } from './notation.ts'

export const VERSION = 1

/** What the engine is set to, but for functions; `null` is none. */
function settingsJson(settings: Settings): string {
  const { autoReconnect, pipeline, resync, settle, pacing, maxQueue, staleInput, quiet, hook, closeGrace } = settings
  const plain = { autoReconnect, pipeline, resync, settle, pacing, maxQueue, staleInput, quiet, hook, closeGrace }
  const limits = `"connectionTimeout":${numberJson(settings.connectionTimeout)},"bufferSize":${numberJson(settings.bufferSize)},"freshFor":${numberJson(settings.freshFor)}`
  return `{${JSON.stringify(plain).slice(1, -1)},${limits},"writeEol":${bytesJson(settings.writeEol)}}`
}

/** Does nothing wait, and is nothing owed or half read? Then the engine is all in its plain fields. */
export function isAtRest(link: Link): boolean {
  const { root, state } = link
  const nothing = [
    ...[link.session, link.transaction, link.hook, link.stream, link.aftermath, link.sieve, link.doomed],
  ].every((each) => each === undefined)
  const empty = [link.waiting, link.opening.length, link.written.length, link.unwritten.length, link.inbox.length]
  const lanes = [root.readers.length, root.writers.length, root.outstanding, root.orphans, link.ahead]
  const quiet = !(link.blocked || link.paused || link.settling || link.inbox.inMessages)
  const untimed = link.deadlines.nearest === Number.POSITIVE_INFINITY
  return (
    (state === 'ready' || state === 'idle') && nothing && quiet && untimed && [...empty, ...lanes].every((n) => n === 0)
  )
}

/** What an engine at rest knows. */
function linkJson(link: Link): string {
  const { state, epoch, attempt, delay, fruitless, since, heard, hungUp, connections, disposed, answered, used } = link
  const plain = { state, epoch, attempt, delay, fruitless, since, heard, hungUp, connections, disposed, answered, used }
  const { eof, cause } = link.loss
  const loss = `"loss":{"eof":${eof}${cause === undefined ? '' : `,"cause":${errorJson(cause)}`}}`
  const failure = link.failure === undefined ? '' : `,"failure":${errorJson(link.failure)}`
  const unended = link.unended === undefined ? '' : `,"unended":${bytesJson(link.unended)}`
  return `{${JSON.stringify(plain).slice(1, -1)},"notBefore":${link.notBefore},"readAt":${link.readAt},${loss}${failure}${unended}}`
}

/** The line, at `t` µs of the monotonic clock; `link`: of an engine that has run before. */
export function beginning(t: number, settings: Settings, link: Link | undefined): string {
  const { host, port, tls, url } = settings.address
  const address = `{"host":${JSON.stringify(host)},"port":${port},"tls":${tls}${field('url', url)}}`
  const versions = JSON.stringify({ node: process.version, platform: `${process.platform} ${process.arch}` })
  const before = link === undefined ? '' : `,"link":${linkJson(link)}`
  const head = `"sockio":"recording","version":${VERSION},"t":${t},"time":"${new Date().toISOString()}"`
  return `{${head},"address":${address},"settings":${settingsJson(settings)},"versions":${versions}${before}}\n`
}
