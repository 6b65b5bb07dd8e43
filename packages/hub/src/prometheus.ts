/** The figures as Prometheus reads them: text, format 0.0.4. */
import type { Snapshot } from './snapshot.ts'

/** One instrument, and the buckets of its latencies; `up`: does this hub own it? */
export interface Measured {
  readonly name: string
  readonly state: Snapshot | undefined
  readonly buckets: readonly { readonly bound: number; readonly count: number }[]
  readonly sum: number
  readonly total: number
}

interface Metric {
  readonly name: string
  readonly type: 'counter' | 'gauge'
  readonly help: string
  readonly of: (state: Snapshot) => number
}

const METRICS: readonly Metric[] = [
  { name: 'exchanges_total', type: 'counter', help: 'Exchanges with the instrument.', of: (s) => s.exchanges },
  { name: 'writes_total', type: 'counter', help: 'Of these, writes.', of: (s) => s.writes },
  {
    name: 'failures_total',
    type: 'counter',
    help: 'Calls and clients that ended with an error.',
    of: (s) => s.failures,
  },
  { name: 'refused_total', type: 'counter', help: 'Messages that their client may not send.', of: (s) => s.refused },
  { name: 'shared_total', type: 'counter', help: 'Answers that another had asked for.', of: (s) => s.shared },
  { name: 'connects_total', type: 'counter', help: 'Connections made to the instrument.', of: (s) => s.connects },
  { name: 'holds_total', type: 'counter', help: 'Holds granted.', of: (s) => s.holds },
  { name: 'stream_lines_total', type: 'counter', help: 'Lines that nobody was owed.', of: (s) => s.lines },
  { name: 'stream_dropped_total', type: 'counter', help: 'Lines dropped for slow clients.', of: (s) => s.dropped },
  { name: 'queue', type: 'gauge', help: 'Messages that wait.', of: (s) => s.queued },
  { name: 'clients', type: 'gauge', help: 'Clients with a session.', of: (s) => s.clients.length },
  { name: 'connected', type: 'gauge', help: 'Is the connection ready?', of: (s) => Number(s.link === 'ready') },
]

/** All of them; `auditLost`: entries that the audit log could not take. */
export function prometheus(instruments: readonly Measured[], auditLost: number): string {
  const owned = instruments.flatMap((each) => (each.state === undefined ? [] : [{ ...each, state: each.state }]))
  const lines: string[] = []
  const head = (name: string, type: string, help: string) =>
    lines.push(`# HELP sockio_hub_${name} ${help}`, `# TYPE sockio_hub_${name} ${type}`)
  head('owner', 'gauge', 'Does this hub own the instrument?')
  for (const { name, state } of instruments) lines.push(`sockio_hub_owner${label(name)} ${Number(state !== undefined)}`)
  for (const { name, type, help, of } of METRICS) {
    head(name, type, help)
    for (const each of owned) lines.push(`sockio_hub_${name}${label(each.name)} ${of(each.state)}`)
  }
  head('exchange_seconds', 'histogram', 'From the begin of an exchange to the end of its reply.')
  for (const { name, buckets, sum, total } of owned) {
    for (const { bound, count } of buckets) {
      lines.push(`sockio_hub_exchange_seconds_bucket${label(name, `,le="${bound / 1000}"`)} ${count}`)
    }
    lines.push(`sockio_hub_exchange_seconds_bucket${label(name, ',le="+Inf"')} ${total}`)
    lines.push(`sockio_hub_exchange_seconds_sum${label(name)} ${sum / 1000}`)
    lines.push(`sockio_hub_exchange_seconds_count${label(name)} ${total}`)
  }
  head('audit_lost_total', 'counter', 'Writes that the audit log could not take.')
  lines.push(`sockio_hub_audit_lost_total ${auditLost}`)
  return `${lines.join('\n')}\n`
}

/** Names of instruments need no escapes. */
function label(name: string, more = ''): string {
  return `{instrument="${name}"${more}}`
}
