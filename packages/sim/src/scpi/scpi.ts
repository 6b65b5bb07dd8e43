/** SCPI devices from a table of command patterns. */
import { checkFields, checkInteger, checkRecord, checkText } from '../check.ts'
import type { DeviceFunction } from '../device.ts'
import { withOverrun } from '../overrun.ts'
import type { ScpiCommands } from './commands.ts'
import { ScpiDevice, type ScpiOptions } from './scpi-device.ts'

/**
 * A device that speaks SCPI, from a table of patterns.
 *
 * In a pattern the capitals are the short form of a mnemonic, `[...]` is optional, `<n>` is a numeric suffix (1 where
 * it is omitted), and a final `?` makes it a query: `MEASure:VOLTage[:DC]?`, `OUTPut<n>[:STATe]`. Clients may write
 * either form in any case, with a leading colon or not, and several commands in a line with `;` between them, each
 * relative to the path of the one before; the replies to the queries in a line are joined by `;`.
 *
 * The common commands (`*IDN?`, `*RST`, `*CLS`, `*ESE`, `*ESR?`, `*OPC`, `*SRE`, `*STB?`, `*TST?`, `*WAI`),
 * `SYSTem:ERRor[:NEXT]?`, `SYSTem:ERRor:COUNt?` and `SYSTem:VERSion?` are there already; a table may replace them. A
 * header that nobody has defined gets no reply, as with real instruments: it puts -113 into the error queue and ends
 * its line.
 *
 * @throws {TypeError | RangeError} on a bad pattern, two patterns that can't be told apart, or a bad option
 * @example
 * let level = 0
 * const supply = scpi({
 *   '[SOURce:]VOLTage': (call) => { level = call.number(0, 30) },
 *   '[SOURce:]VOLTage?': () => String(level),
 * }, { idn: 'ACME,SUPPLY,1,1.0' })
 * await using device = await simulate(supply)
 */
export function scpi(commands: ScpiCommands, options: ScpiOptions = {}): DeviceFunction {
  checkFields('options', options, {
    idn: (name, value) => checkText(name, value),
    reset(name, value) {
      if (typeof value !== 'function') throw new TypeError(`${name} must be a function`)
    },
    errors: (name, value) => checkInteger(name, value, 1),
  })
  checkRecord('commands', commands)
  const device = new ScpiDevice(commands, options)
  return withOverrun(
    (request, session) => device.answer(request, session),
    () => device.overrun(),
  )
}
