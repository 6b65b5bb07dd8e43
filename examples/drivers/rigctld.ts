/** Hamlib's `rigctld`: the radios of many makers behind one protocol of text, on port 4532 (rigctld(1), "PROTOCOL"). */
import { Undecodable } from '@sockio/core'
import {
  action,
  boolean,
  channels,
  choice,
  instrument,
  integer,
  number,
  property,
  reading,
  record,
  text,
  wait,
} from '@sockio/instrument'

/** What sets something is answered with this, or with the number of an error: `RPRT -1`. */
const answer = 'RPRT 0'

const written = record(
  {
    mode: choice({ am: 'AM', cw: 'CW', cwr: 'CWR', usb: 'USB', lsb: 'LSB', rtty: 'RTTY', fm: 'FM', wfm: 'WFM' }),
    passband: integer({ min: 0, unit: 'Hz' }),
  },
  { separator: ' ' },
)

/**
 * `m` is answered in two lines, or in one that says no. A separator in front asks for all in one line, which ends with the
 * report: `get_mode:;Mode: USB;Passband: 2400;RPRT 0`, or `get_mode:;RPRT -1`.
 */
const mode: typeof written = {
  decode(reply) {
    const [, name, passband] = /;Mode: (\w+);Passband: (\d+);/.exec(new TextDecoder().decode(reply)) ?? []
    if (name === undefined) throw new Undecodable('a mode and its passband')
    return written.decode(new TextEncoder().encode(`${name} ${passband}`))
  },
  encode: (value) => written.encode(value),
  describe: () => written.describe(),
}

export const rigctld = instrument(
  {
    /** Which radio it is. */
    info: reading('_', text()),
    frequency: property({ get: 'f', set: 'F {}', answer }, integer({ min: 0, unit: 'Hz' })),
    mode: property({ get: ';m', set: 'M {}', answer }, mode),
    /** How far the receiver is from the frequency, in Hz. */
    receiverOffset: property({ get: 'j', set: 'J {}', answer }, integer({ unit: 'Hz' })),
    transmitting: property({ get: 't', set: 'T {}', answer }, boolean({ on: '1', off: '0' })),
    level: channels(['AF', 'RF', 'SQL', 'MICGAIN'], (name) =>
      property({ get: `l ${name}`, set: `L ${name} {}`, answer }, number({ min: 0, max: 1 })),
    ),
    strength: reading('l STRENGTH', integer({ unit: 'dB' })),
    /** Switches a function of the radio, such as `NB` (noise blanker) or `VOX`. */
    switch: action((name: string, on: boolean) => `U ${name} ${on ? 1 : 0}`, { answer }),
    /** The milliwatts of a share of the power, from 0 to 1, at a frequency. */
    milliwatts: action((share: number, hertz: number) => `\\power2mW ${share} ${hertz} USB`, {
      answer: number({ unit: 'mW' }),
    }),
  },
  { checkErrors: { reply: /(^|;)RPRT (?<number>-?\d+)$/ } },
).extend((radio) => ({
  /** How strong what is heard is, in dB, from one frequency to another; then back to where it was. */
  *scan(from: number, to: number, step: number) {
    const before = yield* radio.frequency.get()
    const heard: { hertz: number; decibels: number }[] = []
    try {
      for (let hertz = from; hertz <= to; hertz += step) {
        yield* radio.frequency.set(hertz)
        yield* wait(1)
        heard.push({ hertz, decibels: yield* radio.strength.get() })
      }
      return heard
    } finally {
      yield* radio.frequency.set(before)
    }
  },
}))
