/** Ports: is the one that was named open, and which of those that instruments have by habit? Each is knocked at by itself. */
import type { Knock, PortFinding } from '../chart.ts'
import { Unreachable } from '../patient.ts'
import type { Exam, Probe } from '../probe.ts'
import type { Cause, Reading } from '../reading.ts'

interface Habit {
  readonly what: string
  /** Text goes over it as it is. */
  readonly raw: boolean
}

/** What listens there by habit; the raw ones in the order in which they are to be preferred. */
const HABITS: ReadonlyMap<number, Habit> = new Map([
  [5025, { what: 'SCPI (scpi-raw)', raw: true }],
  [5555, { what: 'SCPI of Rigol', raw: true }],
  [9221, { what: 'SCPI of TTi', raw: true }],
  [4000, { what: 'socket server of Tektronix', raw: true }],
  [1234, { what: 'GPIB controller of Prologix', raw: true }],
  [7777, { what: 'Lake Shore', raw: true }],
  [4001, { what: 'first serial port of a terminal server (Moxa)', raw: true }],
  [10_001, { what: 'serial port of a terminal server (Lantronix)', raw: true }],
  [5024, { what: 'SCPI over Telnet', raw: true }],
  [23, { what: 'Telnet', raw: true }],
  [4880, { what: 'HiSLIP', raw: false }],
  [111, { what: 'VXI-11 (its port mapper)', raw: false }],
])

export const PORTS_OF_HABIT: readonly number[] = [...HABITS.keys()]

/** Does text go over it as it is? Of a port without a habit nobody knows. */
const isRaw = ({ port }: Knock) => HABITS.get(port)?.raw ?? true

const called = (port: number) => {
  const habit = HABITS.get(port)
  return habit === undefined ? `${port}` : `${port}, ${habit.what}`
}

async function knock({ patient }: Exam, port: number): Promise<Knock> {
  const began = performance.now()
  const ms = () => performance.now() - began
  try {
    await using _contact = await patient.connect(port)
    return { port, open: true, code: undefined, message: undefined, ms: ms() }
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error
    // Who resets at once has been there.
    const open = error.code === 'ECONNRESET' || error.code === 'EPIPE'
    return { port, open, code: error.code, message: error.message, ms: ms() }
  }
}

/** Those to knock at, in order: first what was named. */
function candidates({ allowed }: Pick<Exam, 'allowed'>): readonly number[] {
  const { port, ports } = allowed
  return port === undefined ? ports : [port, ...ports.filter((other) => other !== port)]
}

/** What a port says of itself only: another may be open. */
const GOES_ON: ReadonlySet<string | undefined> = new Set(['ECONNREFUSED', 'ETIMEDOUT'])
/** Where nothing comes back, as from behind a firewall, the other ports would each take as long. */
const GIVEN_UP = 3

export const port: Probe<'port'> = {
  name: 'port',
  due: ({ chart }) => chart.name?.code === undefined,
  does({ allowed }) {
    const { port, ports } = allowed
    if (port === undefined) return `connects to, and leaves, the ports of habit: ${ports.join(', ')}`
    return `connects to port ${port}, and leaves; if that is not open, the ports of habit, too`
  },
  bound: (exam) => candidates(exam).length * exam.allowed.patience,
  async run(exam) {
    const { port: named } = exam.allowed
    const knocks: Knock[] = []
    for (const port of candidates(exam)) {
      const last = await knock(exam, port)
      knocks.push(last)
      if (last.open ? port === named && isRaw(last) : !GOES_ON.has(last.code)) break
      if (knocks.length >= GIVEN_UP && knocks.every(({ code }) => code === 'ETIMEDOUT')) break
    }
    const open = knocks.filter((each) => each.open && isRaw(each))
    const found = named === undefined ? open[0] : open.find((each) => each.port === named)
    return { knocks, port: found?.port }
  },
  found({ knocks, port }) {
    const open = knocks.filter((each) => each.open).map((each) => called(each.port))
    const shut = knocks.filter((each) => !each.open).map((each) => `${each.port} ${wordFor(each.code)}`)
    const chosen = port !== undefined && open.length > 1 ? `; ${port} is examined` : ''
    return `${[...(open.length > 0 ? [`open: ${open.join('; ')}`] : []), ...shut].join('; ')}${chosen}`
  },
  reads(finding, { allowed }) {
    if (finding.port !== undefined) return []
    return [shut(finding, allowed.port)]
  },
}

function wordFor(code: string | undefined): string {
  if (code === 'ECONNREFUSED') return 'refused'
  return code === 'ETIMEDOUT' ? 'no answer' : (code ?? '')
}

function causeOf(code: string | undefined): Cause {
  if (code === 'ECONNREFUSED') return 'refused'
  if (code === 'ETIMEDOUT') return 'no answer'
  return /CERT|SIGN|ISSUER/.test(code ?? '') ? 'not trusted' : 'not reached'
}

const list = (knocks: readonly Knock[]) => knocks.map(({ port }) => called(port)).join('; ')

function shut({ knocks }: PortFinding, named: number | undefined): Reading {
  const [first] = knocks
  const open = knocks.filter((each) => each.open)
  const raw = open.filter(isRaw)
  const others = raw.length > 0 ? `. Open is ${list(raw)}` : ''
  if (named === undefined ? open.length > 0 : first?.open === true) {
    const framed = open.filter((each) => !isRaw(each))
    const says = `${list(framed)}: there, text goes inside a protocol of its own, and not over a raw socket${others}`
    return { cause: 'another protocol', says }
  }
  const cause = causeOf(first?.code)
  return { cause, says: `${reasonOf(cause, first)}${others}` }
}

function reasonOf(cause: Cause, knock: Knock | undefined): string {
  if (cause === 'refused') {
    return 'the host is there, but nothing listens: another port, an instrument that still starts, or a socket server that is switched off in its menu'
  }
  if (cause === 'no answer') return 'nothing comes back: is it switched on, in this network, and not behind a firewall?'
  if (cause === 'not trusted') return `its certificate is not trusted (${knock?.code}): give --ca FILE, or --insecure`
  if (/SSL|TLS|EPROTO/.test(knock?.code ?? '')) return `it does not speak TLS (${knock?.code}): try tcp://`
  return `it can't be reached: ${knock?.message}`
}
